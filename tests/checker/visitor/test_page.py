from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

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


@pytest.mark.parametrize(
    "piece",
    [
        "<a>x",
        "<p>",
        "<!--",
        "<a ",
        "<a b='",
        "</",
        "</a ",
        "<![CDATA[",
        "<?",
        "&#",
        "<a x=",
        "<script>",
        "<",
        "&#" + "1" * 5000,
    ],
)
def test_a_page_made_to_keep_its_reader_busy_does_not(piece: str) -> None:
    began = time.monotonic()
    page = read("<form>" + piece * (100_000 // len(piece)) + "</form>")
    assert page.all("form") and page.all("a") is not None
    assert time.monotonic() - began < 20  # half a second here; the standard library's parser takes hours for some


def test_what_lies_too_deep_is_still_found() -> None:
    page = read("<p>" * 5000 + "<form id=here><input name=a value=1></form>")
    assert page.all("#here")


def test_text_stays_whole_and_what_nobody_reads_is_no_text() -> None:
    page = read(
        "<p title='a>b'>1 < 2 &amp; x<3</p><!-- <b>no</b> --><style>p{}</style><script>'<b>'</script> end<"
    )
    assert page.text == "1 < 2 & x<3 end<"
    assert page.all("p")[0].attributes == {"title": "a>b"} and not page.all("b")


@given(
    st.lists(
        st.one_of(st.sampled_from(["<p>", "</p>", "<a href='", "'>", "<!--", "-->", "<"]), st.text()), max_size=20
    )
)
def test_any_text_is_read(pieces: list[str]) -> None:
    for one in read("".join(pieces)).inside():
        assert one.tag and one.text == " ".join(one.text.split())
