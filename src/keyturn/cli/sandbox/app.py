"""The verbs, joined."""

from __future__ import annotations

import typer

from keyturn.cli.recording import verbs as recording
from keyturn.cli.sandbox import clock, device, fault, journal, run, world

app = typer.Typer(help="A Nuki on your own machine.", no_args_is_help=True, rich_markup_mode=None)


@app.callback()
def root() -> None:
    """A Nuki on your own machine.

    `run` starts one. The other commands talk to one that runs: by default the demo's, else give --url or set
    KEYTURN_SANDBOX_URL.
    """


app.command("run")(run.run)
app.add_typer(world.seed, name="seed")
app.add_typer(device.app, name="device")
app.add_typer(clock.app, name="clock")
app.add_typer(fault.app, name="fault")
app.command("trigger")(device.trigger)
app.command("journal")(journal.journal)
app.command("reset")(world.reset)
app.add_typer(world.snapshot, name="snapshot")
app.add_typer(world.settings, name="settings")
app.command("fidelity")(journal.fidelity)
app.command("record")(recording.record)
app.command("compare")(recording.compare)
