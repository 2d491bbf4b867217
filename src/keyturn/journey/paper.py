"""The form on paper: HTML, Markdown and JSON of the same sections, and the letter that goes with it. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape

import msgspec

from keyturn.journey import offer
from keyturn.journey.form import Form
from keyturn.journey.running.facts import Facts

NUKI = "developer@nuki.io"
"""Where one writes when ready (documented: D-int)."""
BUNDLE = "bundle.zip"
"""The checker's report in all its forms, with pictures, beside the form."""
_STYLE = """
body { font: 11pt/1.5 system-ui, sans-serif; color: #1d1d1f; background: #fff; max-width: 46rem; margin: 2rem auto;
  padding: 0 1rem; overflow-wrap: anywhere; }
h1 { font-size: 1.7rem; line-height: 1.2; margin: 0 0 .5rem; } h2 { font-size: 1.1rem; margin: 2rem 0 .25rem; }
dl { margin: 0; } dl > div { display: grid; grid-template-columns: 12rem 1fr; gap: 1rem; padding: .4rem 0;
  border-top: 1px solid #d8d8dc; }
section, dl > div { break-inside: avoid; }
dt { color: #55555a; } dd { margin: 0; } dd p { margin: 0; }
.draft { border-left: 4px solid #b3261e; background: #fdf0ef; padding: .6rem 1rem; }
@media (max-width: 34rem) { dl > div { grid-template-columns: 1fr; gap: 0; } }
@page { size: A4; margin: 18mm; } @media print { body { margin: 0; max-width: none; padding: 0; } }
"""


@dataclass(frozen=True)
class Section:
    """Rows of a label and its lines."""

    title: str
    rows: tuple[tuple[str, tuple[str, ...]], ...]


def sections(form: Form) -> tuple[Section, ...]:
    """All the form says, in the order in which Nuki asks (documented: D-int)."""
    told = form.form
    checked = f"{form.checked_at:%Y-%m-%d %H:%M} UTC" if form.checked_at else "not yet"
    found = [
        Section(
            "Company",
            (
                ("Name", (told.company,)),
                ("Head office", (form.country,)),
                ("Target market", (", ".join(form.market),)),
                ("Web site", (told.website,)),
                ("Contact", (told.contact,)),
                ("First-level support", (told.support, form.support_url)),
            ),
        ),
        Section(
            "Integration",
            (
                ("Name", (told.integration,)),
                ("Kind", (form.type,)),
                ("Client id", (form.client_id or "not known yet",)),
                ("Redirect addresses", form.redirect_uris),
                ("Webhooks", (form.webhooks,)),
                ("Customers' guide", (told.help_url,)),
                ("Privacy", (form.privacy_url,)),
            ),
        ),
        Section("Showcase", (("In one sentence", (told.short_text,)), ("In full", (told.long_text,)))),
        Section(
            "What is supported",
            (
                ("Devices", told.devices),
                ("Accessories", told.accessories or ("none",)),
                ("Actions", told.actions),
                ("Scopes, and why", tuple(f"{scope}: {reason}" for scope, reason in form.reasons.items())),
            ),
        ),
        Section(
            f"Checklist, checked {checked}",
            tuple((f"P{number} {slug}", (verdict,)) for number, slug, verdict in form.points)
            or (("Points", ("no check has been read",)),),
        ),
    ]
    if form.running:
        found.append(Section(f"In use, read {form.running.at:%Y-%m-%d %H:%M} UTC", tuple(_in_use(form.running))))
    if form.differences:
        rows = tuple(
            (each.key, (f"{each.what}.", each.reason or f"OPEN. {each.mend}")) for each in form.differences
        )
        found.append(Section("Declared and seen: differences", rows))
    return tuple(found)


def _in_use(facts: Facts) -> Iterator[tuple[str, tuple[str, ...]]]:
    yield "Address", (facts.url,)
    yield "Live grants", (f"{facts.live}{' or more' if facts.partly else ''}",)
    for label, counts, names in (
        ("Scopes, and in how many", facts.scopes, {}),
        ("Devices", facts.devices, offer.DEVICES),
        ("Actions done", facts.actions, {name: deed.words for name, deed in offer.ACTIONS.items()}),
    ):
        yield label, tuple(f"{names.get(name, name)}: {number}" for name, number in counts.items()) or ("none",)
    if hooks := facts.hooks:
        share = f"{hooks.failed:.1%} of {hooks.deliveries} not taken in 24 hours"
        features = tuple(f"{feature}: {number} grants" for feature, number in hooks.registered.items())
        yield "Webhooks", (f"{share}, above what Nuki allows" if hooks.warned else share, *features)


def as_json(form: Form) -> bytes:
    """``form`` in it is what Nuki asks for; the rest is about it."""
    return msgspec.json.format(msgspec.json.encode(form), indent=2) + b"\n"


def as_markdown(form: Form) -> str:
    """For reading and editing."""
    lines = [f"# {_title(form)}", ""]
    if form.waits_for:
        lines += [f"**{_draft(form)}**", ""]
    for section in sections(form):
        lines += [f"## {section.title}", ""]
        for label, values in section.rows:
            if len(values) == 1:
                lines.append(f"- **{label}**: {values[0]}")
            else:
                lines += [f"- **{label}**:", *(f"  - {value}" for value in values)]
        lines.append("")
    return "\n".join(lines)


def as_html(form: Form) -> str:
    """One page without anything from elsewhere, for the screen and for A4."""
    parts = [f"<h1>{escape(_title(form))}</h1>"]
    if form.waits_for:
        parts.append(f'<p class="draft" role="note">{escape(_draft(form))}</p>')
    for section in sections(form):
        rows = "".join(
            f"<div><dt>{escape(label)}</dt><dd>{''.join(f'<p>{escape(value)}</p>' for value in values)}</dd></div>"
            for label, values in section.rows
        )
        parts.append(f"<section><h2>{escape(section.title)}</h2><dl>{rows}</dl></section>")
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(_title(form))}</title><style>{_STYLE}</style></head><body><main>{''.join(parts)}</main></body></html>\n"
    )


def letter(form: Form) -> str:
    """To Nuki: ready to be read once more, and sent."""
    told = form.form
    verdicts = ", ".join(f"P{number} {verdict}" for number, _, verdict in form.points) or "none yet"
    lines = [
        *((_draft(form), "") if form.waits_for else ()),
        f"To: {NUKI}",
        f"From: {told.contact}",
        f"Subject: {told.integration} by {told.company}: ready to be checked",
        "",
        "Dear Nuki team,",
        "",
        f"our integration {told.integration} (client id {form.client_id or 'not known yet'}) is ready to be checked.",
        "",
        told.long_text,
        "",
        f"Market: {', '.join(form.market)}. Devices: {', '.join(told.devices)}. "
        f"Accessories: {', '.join(told.accessories) or 'none'}.",
        f"Scopes: {', '.join(told.scopes)}.",
        f"The points of your checklist, checked by ourselves: {verdicts}.",
    ]
    explained = [each for each in form.differences if not each.open]
    if explained:
        lines += ["", "Where what we declare differs from what our check saw:"]
        lines += [f"- {each.what}: {each.reason}" for each in explained]
    attached = "The form is attached."
    if form.checked_at:
        attached = f"Attached are the form and {BUNDLE}, all that our check saw: begin with report.html in it."
    lines += [
        *("", attached, "", "Customers find their guide and first-level support here:"),
        *(told.help_url, f"{told.support} ({form.support_url})", "", "Kind regards", told.company, ""),
    ]
    return "\n".join(lines)


def _title(form: Form) -> str:
    return f"{form.form.integration} by {form.form.company}: integration form"


def _draft(form: Form) -> str:
    return f"A draft, not to be sent: {form.waits_for}."
