from __future__ import annotations

import pytest

from keyturn.checker.visitor.page import BadSelector, parsed, read

PAGE = """<body><div id="door-7" class="door open" data-action="accepted"><h2>Front <b>door</b></h2>
<form method="post" action="/doors/9/7/unlock"><input type="hidden" name="t" value="x&amp;y">
<input type=checkbox name=c><select name="s"><option value="1">a<option value="2" selected>b</select>
<button>Go</button></form></div>
<script>var a = "<h2>";</script></body>"""


def test_selectors_find_what_they_name() -> None:
    page = read(PAGE)
    assert page.all("#door-7")[0].attributes["data-action"] == "accepted"
    assert page.all(".door h2")[0].text == "Front door"
    assert len(page.all('div.open form[action$="/7/unlock"]')) == 1
    assert page.all('[id^="door-"]') == page.all("[data-action]")
    assert page.all("h2 form") == []


def test_a_form_sends_its_hidden_fields() -> None:
    assert read(PAGE).all("form")[0].fields() == {"t": "x&y", "s": "2"}


@pytest.mark.parametrize("bad", ["", "a > b", "form[action", "..", "a:hover"])
def test_what_is_no_selector_is_refused(bad: str) -> None:
    with pytest.raises(BadSelector):
        parsed(bad)
