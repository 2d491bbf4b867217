"""``docs/faults.md``, from the catalogue: ``python -m keyturn.sandbox.faults.page`` prints it, a test holds it."""

from __future__ import annotations

import sys

from keyturn.sandbox.faults.catalogue import CATALOGUE, GROUPS
from keyturn.sandbox.faults.fault import Fault

INTRODUCTION = """# Faults

{count} ways in which a Nuki, a lock or a network misbehaves, each armed by its name:

* in a test: `@pytest.mark.nuki_fault("motor_blocked", door="Front door", times=1)`, see [testing](testing.md);
* on the command line: `keyturn sandbox fault arm motor_blocked --device 17618910285`;
* over HTTP: `POST /_sandbox/faults {{"name": "motor_blocked"}}`.

Where and how often one strikes can be narrowed down: by `smartlock_id`, `account_id`, `operation` (an operation of
Nuki's API description, or `token`), `webhook` (a feature, an API-triggered type, `confirmations` or `any`), `times`
(none: until it is disarmed) and `chance` from 0 to 1 with a `seed`, which makes the same dice fall again. `seconds`
takes the place of a delay. Faults that show something, such as `battery_critical`, last until they are disarmed.

*Documented*, *reported* or *guessed* says how sure it is that Nuki can behave so; the tags of the sources are explained
in `src/keyturn/nuki/confidence.py`. This page is made by `python -m keyturn.sandbox.faults.page > docs/faults.md`.
"""


def page() -> str:
    """The whole page, in Markdown."""
    parts = [INTRODUCTION.format(count=len(CATALOGUE))]
    for group, faults in GROUPS.items():
        parts.append(
            f"## {group}\n\n| Fault | What happens | Strikes | How sure | Source |\n|---|---|---|---|---|"
        )
        parts += [_row(fault) for fault in faults]
        parts.append("")
    return "\n".join(parts)


def _row(fault: Fault) -> str:
    where = f"{fault.hook}, {fault.operation}" if fault.operation else str(fault.hook)
    return f"| `{fault.name}` | {fault.says} | {where} | {fault.confidence} | {fault.pain} |"


if __name__ == "__main__":
    sys.stdout.write(page())
