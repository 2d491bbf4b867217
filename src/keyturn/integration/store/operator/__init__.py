"""What the operator's console and metrics ask: read over everything at once, and nothing is changed."""
