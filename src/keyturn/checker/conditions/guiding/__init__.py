"""guiding: what people are told: errors, help and support. The words looked for stand in ``words.toml``."""
