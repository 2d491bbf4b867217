"""What the API knows: one file of operations a resource, and the table that joins them."""
