"""Real browsers, side by side on few cores: what should be seen may take its time to be seen."""

from __future__ import annotations

from playwright.async_api import expect as expect_async
from playwright.sync_api import expect

SEEN_MS = 60_000
expect.set_options(timeout=SEEN_MS)
expect_async.set_options(timeout=SEEN_MS)
