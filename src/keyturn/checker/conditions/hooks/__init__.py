"""hooks: what a webhook may do to what is shown, and what it may not."""
