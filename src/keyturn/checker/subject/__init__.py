"""subject: the integration under test, as its ``SUBJECT.toml`` describes it, and its process."""
