"""The verbs, joined into one command."""

from __future__ import annotations

from keyturn import __version__
from keyturn.cli import api_key, serve, vault
from keyturn.cli.checker import check, explain
from keyturn.cli.command import Group
from keyturn.cli.demo import demo
from keyturn.cli.journey.apply import apply
from keyturn.cli.journey.form import form
from keyturn.cli.journey.guide.verbs import app as docs
from keyturn.cli.journey.init import init
from keyturn.cli.journey.release import release
from keyturn.cli.journey.showcase.verb import showcase
from keyturn.cli.journey.status import status
from keyturn.cli.journey.watch import watch
from keyturn.cli.sandbox.app import app as sandbox

app = Group(
    "Become, and stay, an integrator of Nuki smart locks.",
    "Begin with `keyturn demo`: it starts a Nuki of your own and an integration beside it, on this machine only.\n"
    "`keyturn --version` shows the version.",
    version=f"keyturn {__version__}",
)
app.verb("demo", "Sandbox and integration side by side, to try in the browser.")(demo)
app.add("sandbox", sandbox)
app.verb("serve", "The integration, as a company runs it.")(serve.serve)
app.add("vault", vault.app)
app.add("api-key", api_key.app)
app.verb("check", "Every point of the checklist, proved on any integration.")(check)
app.verb("explain", "What a condition of the checker expects, and how to meet it.")(explain)
app.verb("init", "A manifest: what your company declares about its integration.")(init)
app.verb("status", "The five steps with their evidence, and what to do next.")(status)
app.verb("apply", "The application for the Advanced API, filed and kept in line.")(apply)
app.verb("form", "The integration form, from what is declared and what was seen.")(form)
app.add("docs", docs)
app.verb("release", "The gate before customers: refuses while anything is missing.")(release)
app.verb("watch", "After the release: warns of what is about to go wrong.")(watch)
app.verb("showcase", "The kit for joint marketing: texts, logo, pictures, fact sheet, listing.")(showcase)
