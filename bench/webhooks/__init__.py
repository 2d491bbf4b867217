"""Taking webhooks in, against the database alone and against another receiver of signed events."""
