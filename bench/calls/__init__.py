"""What the integration adds to a call: the token it takes, and the client it goes through."""
