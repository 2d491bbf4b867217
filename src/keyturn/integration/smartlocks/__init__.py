"""Our picture of a customer's doors, from what Nuki answers when asked and what it tells by itself."""
