"""Webhooks: the deliveries, and the registrations they come by."""
