"""tokens: stories of an access token that is over, of a renewal in trouble, and of a permission that is gone."""
