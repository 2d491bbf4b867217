"""The verbs, joined."""

from __future__ import annotations

from keyturn.cli.command import Group
from keyturn.cli.recording import verbs as recording
from keyturn.cli.sandbox import clock, device, fault, journal, run, world

app = Group(
    "A Nuki on your own machine.",
    "`run` starts one. The other commands talk to one that runs: by default the demo's, else give --url or set\n"
    "KEYTURN_SANDBOX_URL.",
)

app.verb("run")(run.run)
app.add("seed", world.seed)
app.add("device", device.app)
app.add("clock", clock.app)
app.add("fault", fault.app)
app.verb("trigger")(device.trigger)
app.verb("journal")(journal.journal)
app.verb("reset")(world.reset)
app.add("snapshot", world.snapshot)
app.add("settings", world.settings)
app.verb("fidelity")(journal.fidelity)
app.verb("record")(recording.record)
app.verb("compare")(recording.compare)
