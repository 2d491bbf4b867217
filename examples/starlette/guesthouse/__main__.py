"""``python -m guesthouse``: plain HTTP on 127.0.0.1, behind the server that ends TLS."""

from __future__ import annotations

import logging
import os

import uvicorn

from guesthouse.app import GuestHouse
from guesthouse.settings import Settings


def serve(house: type[GuestHouse] = GuestHouse) -> None:
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    for talkative in ("httpx", "httpx2", "httpcore2"):
        logging.getLogger(talkative).setLevel(logging.WARNING)
    settings = Settings.from_environment(os.environ)
    # No access log: the callback's address carries a code.
    uvicorn.run(house(settings).app(), host="127.0.0.1", port=settings.port, access_log=False, log_config=None)


if __name__ == "__main__":
    serve()
