"""hooks: stories of webhooks that come late, early, twice, changed, forged, or not at all."""
