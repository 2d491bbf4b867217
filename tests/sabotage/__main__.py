"""``python -m tests.sabotage NAME``, from the project's folder: the spoiled guest house, told by its environment.

Without a name, the sabotages there are and what is wrong in each.
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2] / "examples" / "starlette"))

from tests.sabotage.spoiling import spoiled, spoilers

from guesthouse.__main__ import serve

if len(sys.argv) == 1:
    for name, spoiler in spoilers().items():
        print(f"{name:40} {spoiler.__doc__}")
elif sys.argv[1] not in spoilers():
    raise SystemExit(f"There is no sabotage {sys.argv[1]}. Without a name, all are listed.")
else:
    serve(spoiled(sys.argv[1]))
