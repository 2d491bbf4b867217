"""What the buttons do: the same as the verbs, each told in a few lines. Any may raise :class:`Complaint`."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from keyturn.cli.journey import apply
from keyturn.cli.journey.files import understood, write
from keyturn.cli.journey.form import FOLDER, put
from keyturn.cli.journey.page.guard import Form
from keyturn.cli.journey.page.views import Said
from keyturn.cli.journey.release import released
from keyturn.cli.journey.standing import known
from keyturn.journey.draft import QUESTIONS, Answers, answered, written
from keyturn.journey.editing import value_at, with_reason, with_value
from keyturn.journey.errors import ManifestWrong
from keyturn.journey.manifest import parsed
from keyturn.journey.words import Words


class Places(NamedTuple):
    """Where everything stands, in the order in which :func:`known` takes the first four."""

    manifest: Path
    report: Path
    nuki_url: str
    ca_file: Path | None
    folder: Path = FOLDER
    secret: Path = Path("state/client-secret")


Doing = Callable[[Places, Form, Words], Said]


def begin(places: Places, form: Form, say: Words) -> Said:
    """A first manifest from what was answered; one that is there is kept."""
    answers = answers_in(form)
    with understood(places.manifest):
        parsed(written(answers))
    if not places.manifest.exists():
        write(places.manifest, written(answers).encode())
    return Said((say("page.begun", file=places.manifest),))


def answers_in(form: Form) -> Answers:
    """What was filled in; the rest is made as `keyturn init` makes it."""
    answers = Answers()
    for question in QUESTIONS:
        if said := " ".join(form.get(question.field, "").split()):
            answers = answered(answers, question.field, said)
    return answers


def answer(places: Places, form: Form, say: Words) -> Said:
    """Placeholders replaced, all of them or none."""
    before = text = places.manifest.read_text(encoding="utf-8")
    try:
        parsed(before)
        for key, said in form.items():
            if "." not in key or not said.strip():
                continue
            old = value_at(text, key)
            text = with_value(text, key, tuple(said.split()) if isinstance(old, tuple) else " ".join(said.split()))
        parsed(text)
    except ManifestWrong as wrong:
        return Said(tuple(map(str, wrong.flaws)), bad=True, language="en")
    except KeyError as unknown:
        return Said((say("page.unknown_key", key=unknown.args[0]),), bad=True)
    if text == before:
        return Said((say("page.nothing_said"),), bad=True)
    write(places.manifest, text.encode())
    return Said((say("page.kept", file=places.manifest),))


def explain(places: Places, form: Form, say: Words) -> Said:
    """A difference explained, in the manifest."""
    key, reason = form.get("key", ""), " ".join(form.get("reason", "").split())
    if not key or len(reason.split()) < 3:
        return Said((say("page.too_short"),), bad=True)
    text = with_reason(places.manifest.read_text(encoding="utf-8"), key, reason)
    with understood(places.manifest):
        parsed(text)
    write(places.manifest, text.encode())
    return Said((say("page.explained", key=key),))


def send(places: Places, form: Form, say: Words) -> Said:
    """What was shown before is sent; when it would be something else by now, nothing is."""
    plan = apply.look(*places_of_nuki(places))
    if form.get("shown") != mark_of(plan):
        return Said((say("page.changed_since"),), bad=True)
    done: list[str] = []
    found = apply.carry_out(
        plan,
        *places_of_nuki(places),
        lambda deed: done.append(say("page.done", deed=say(f"deed.{deed.name}"))),
    )
    return Said((*done, say("told.shows", status=found.status)))


def secret(places: Places, form: Form, say: Words) -> Said:
    """The client secret into its file; it is shown nowhere."""
    plan = apply.look(*places_of_nuki(places))
    return Said(tuple(apply.hand_over(plan.found, places.secret)), language="en")


def papers(places: Places, form: Form, say: Words) -> Said:
    """The form, the letter and the bundle; nothing is sent."""
    apply.ready(places.manifest)
    standing = known(*places[:4])
    names = put(standing.form, standing.checked, places.folder, True, standing.progress, places.manifest)
    told = say("page.written", folder=places.folder, names=", ".join(names))
    if not standing.form.waits_for:
        return Said((told, say("next.send")))
    return Said((told, say("page.draft", why=standing.form.waits_for)))


def release(places: Places, form: Form, say: Words) -> Said:
    """Recorded, or refused with everything that is missing."""
    if missing := released(known(*places[:4]), places.manifest, say):
        return Said((say("page.not_yet"), *missing), bad=True)
    return Said((say("page.released"),))


DEEDS: dict[str, Doing] = {each.__name__: each for each in (begin, answer, explain, send, secret, papers, release)}


def places_of_nuki(places: Places) -> tuple[Path, str, Path | None]:
    """As :func:`keyturn.cli.journey.apply.look` takes them."""
    return places.manifest, places.nuki_url, places.ca_file


def mark_of(plan: apply.Plan) -> str:
    """Changes with anything that would be sent."""
    return hashlib.sha256("\n".join(apply.shown(plan)).encode()).hexdigest()[:16]
