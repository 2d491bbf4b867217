"""One line changed in a manifest, everything else as it was."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keyturn.journey.draft import Answers, written
from keyturn.journey.editing import value_at, with_reason, with_value
from keyturn.journey.errors import ManifestWrong
from keyturn.journey.manifest import parsed

TEXT = written(Answers())


@given(st.text(max_size=60))
def test_any_text_is_written_and_read_again(said: str) -> None:
    plain = said.replace("\x7f", "")
    try:
        changed = with_value(TEXT, "company.name", plain)
    except UnicodeEncodeError:
        return
    assert value_at(changed, "company.name") == plain
    assert changed.splitlines()[5:] == TEXT.splitlines()[5:]
    assert with_value(changed, "company.name", "Replace-me") == with_value(TEXT, "company.name", "Replace-me")


def test_the_comment_stays_and_a_list_is_a_list() -> None:
    changed = with_value(TEXT, "company.country", "DE")
    assert 'country = "DE"  # of the head office' in changed
    changed = with_value(changed, "oauth.redirect_uris", ("https://a.example/#x", "https://b.example"))
    assert value_at(changed, "oauth.redirect_uris") == ("https://a.example/#x", "https://b.example")
    assert "# https, exactly as the integration sends them" in changed
    again = with_value(changed, "oauth.redirect_uris", ("https://c.example",))
    assert again.count("# https, exactly") == 1


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ('[company]\nname = """\na\nb"""\n', "company.name"),
        ("[company]\nmarket = [\n'AT']\n", "company.market"),
        ("[company]\n", "company.name"),
        ("", "company.name"),
        ("[company]\nnames = 'x'\n", "company.name"),
    ],
)
def test_what_stands_on_several_lines_is_left_to_the_person(text: str, key: str) -> None:
    with pytest.raises(ManifestWrong, match="Change it in the file"):
        with_value(text, key, "x")


def test_reasons_are_added_and_replaced() -> None:
    first = with_reason(TEXT, "actions.unlatch", "only for owners, in spring")
    second = with_reason(first, "scopes.account", 'because "they" asked for it')
    third = with_reason(second, "actions.unlatch", "for owners and guests now")
    assert parsed(third).explained == {
        "actions.unlatch": "for owners and guests now",
        "scopes.account": 'because "they" asked for it',
    }
    assert third.startswith(TEXT)
