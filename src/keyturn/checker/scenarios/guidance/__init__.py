"""guidance: stories of people who meet an error, look for help, or ask the support."""
