"""The check: each way in which a guide can be untrue is found, named and given a mend; a true one is left alone."""

from __future__ import annotations

import pytest
from tests.journey.guide.product import STEPS, manifest, product

from keyturn.journey.guide import record
from keyturn.journey.guide.check import findings, stale
from keyturn.journey.guide.pages import Guide, files
from keyturn.journey.guide.product import Button, Product
from keyturn.journey.guide.record import Shown
from keyturn.journey.guide.texts import LANGUAGES
from keyturn.journey.manifest import Manifest


def guide() -> dict[str, bytes]:
    return files(Guide(declared=manifest(), product=product(), languages=LANGUAGES))


def found(
    made: dict[str, bytes] | None = None, now: Product | None = None, declared: Manifest | None = None
) -> list[str]:
    return [str(each) for each in findings(declared or manifest(), now or product(), made or guide())]


def edited(path: str, before: str, after: str) -> dict[str, bytes]:
    made = guide()
    assert before in made[path].decode()
    return made | {path: made[path].decode().replace(before, after, 1).encode()}


def test_a_fresh_guide_is_true() -> None:
    assert found() == []


@pytest.mark.parametrize(
    ("added", "said"),
    [
        ('<p data-scope="smartlock.log">x</p>', "mentions the scope 'smartlock.log'"),
        ("<p>We ask for <code>smartlock.log</code>.</p>", "mentions the scope 'smartlock.log'"),
        ("<p>Also with your Opener.</p>", "mentions the device 'opener'"),
        ("<p>Codes for every Keypad.</p>", "mentions the accessory 'keypad'"),
        ('<p data-action="unlatch">x</p>', "mentions the action 'unlatch'"),
        ('<p data-button="open">x</p>', "mentions the button 'open'"),
        ('<section data-step="codes">x</section>', "mentions the step 'codes'"),
        ("<p>Press <kbd>Press ring-to-open-on en</kbd>.</p>", "which this product does not have"),
        ("<p>Press <kbd>Add code en</kbd>.</p>", "which this product does not have"),
        ("<p>Press <kbd>Sell the door</kbd>.</p>", "no page of the product shows 'Sell the door'"),
        ('<p data-problem="no-such">x</p>', "mentions the error code 'no-such'"),
        ('<img src="../logo.svg">', "no alternative text"),
        ('<img src="https://elsewhere.example/a.png" alt="">', "loads 'https://elsewhere.example/a.png'"),
        ('<img srcset="//elsewhere.example/a.png 2x" alt="">', "loads '//elsewhere.example/a.png'"),
        ("<script>alert(1)</script>", "loads 'a script in the page'"),
        ('<a href="nowhere.html">x</a>', "leads to 'nowhere.html', which is not there"),
        ('<a href="problems.html#problem-none">x</a>', "there is no such place"),
    ],
)
def test_what_the_product_does_not_have_is_found_in_a_page_edited_by_hand(added: str, said: str) -> None:
    told = found(edited("en/connect.html", "</main>", f"{added}</main>"))
    assert len(told) == 1, told
    assert told[0].startswith("en/connect.html: ") and said in told[0]
    assert told[0].endswith(".")


def test_words_of_a_problem_may_name_what_is_not_there() -> None:
    words = "<span data-remedy>Pair a Keypad, or the Opener. "
    assert found(edited("en/problems.html", "<span data-remedy>", words)) == []


@pytest.mark.parametrize(
    ("path", "before", "after", "said"),
    [
        ("de/allowed.html", 'data-scope="smartlock.action"', "", None),
        ("de/doors.html", 'data-button="lock"', "", "misses"),
        ("de/doors.html", 'data-step="doors"', "", "no page mentions the step 'doors'"),
        ("de/problems.html", 'data-problem="nuki-busy"', "", "no page mentions the error code 'nuki-busy'"),
        ("de/problems.html", "<dd data-remedy>", "<dd>", "the error code of a door '42' has no remedy"),
        ("de/problems.html", "(problem.connect-denied.next)", " ", "error code 'connect-denied' has no remedy"),
    ],
)
def test_what_is_missing_is_found(path: str, before: str, after: str, said: str | None) -> None:
    told = found(edited(path, before, after))
    if said is None:  # Nuki's own name of the scope still stands there
        assert told == []
    elif said == "misses":
        assert any("no page mentions the button 'lock'" in each for each in told)
    else:
        assert [each for each in told if said in each], told


def test_a_page_that_is_gone_is_missed_by_its_step_and_by_those_who_lead_there() -> None:
    told = found({path: content for path, content in guide().items() if path != "en/doors.html"})
    assert any("no page mentions the step 'doors'" in each for each in told)
    assert any("leads to 'doors.html', which is not there" in each for each in told)
    assert found({"guide.css": b""}) == [
        "the guide: it has no page in a language of the product. Run `keyturn docs build`."
    ]


def test_a_product_that_has_changed_makes_its_guide_untrue_both_ways() -> None:
    more = product(
        steps=(*STEPS, "activity"),
        actions=frozenset({"read", "lock", "unlock", "activity"}),
        scopes=(*product().scopes, "smartlock.log"),
        problems=("connect-denied", "signed-out"),
    )
    told = "\n".join(found(now=more))
    for said in (
        "actions.activity: the product has 'Show the activity log', and it is not declared",
        "scopes.smartlock.log: the product asks for smartlock.log, and it is not declared",
        "en/: no page mentions the scope 'smartlock.log'",
        "de/: no page mentions the step 'activity'",
        "en/problems.html: it mentions the error code 'nuki-busy'",
        "de/: no page mentions the error code 'signed-out'",
    ):
        assert said in told


def test_what_is_declared_and_not_there_is_found_and_what_is_explained_is_settled() -> None:
    less = product(
        actions=frozenset({"read", "lock"}), buttons={"smart_lock": (Button(kind="lock", action="lock"),)}
    )
    assert any(
        "actions.unlock: 'Unlock' is declared, and the product does not have it" in each
        for each in found(now=less)
    )
    more = product(actions=frozenset({"read", "lock", "unlock", "unlatch"}))
    declared = manifest('[explained]\n"actions.unlatch" = "only shown to owners of the house"')
    assert not any(each.startswith("actions.") for each in found(now=more, declared=declared))


def test_a_picture_is_stale_when_the_page_says_something_else_or_looks_different() -> None:
    file = "pictures/en/start-phone.png"
    kept = {"en/start": Shown(files=(file,), lines=("- heading", "- text: Locked"))}
    assert list(stale(kept, kept, {file: 0.009})) == []
    changed = {"en/start": Shown(files=(file,), lines=("- heading", "- text: Unlocked"))}
    (one,) = stale(kept, changed, {})
    assert "shows ‘text: Unlocked’ where the picture shows ‘text: Locked’" in one.what
    (one,) = stale(kept, kept, {file: 0.2})
    assert one.key == file and "20% of the picture" in one.what
    assert [each.what for each in stale({}, kept, {})] == ["the picture is missing"]
    assert [each.what for each in stale(kept, {}, {})] == ["the product no longer has this page"]


def test_the_record_knows_what_was_edited_and_what_each_page_mentions() -> None:
    made = guide()
    kept = record.parsed(record.written(record.record_of(LANGUAGES, made, {})))
    assert kept.edited(made) == ()
    assert kept.edited(made | {"de/doors.html": b"mine"}) == ("de/doors.html",)
    assert kept.pages["en/doors.html"]["button"] == ("lock", "unlock")
    assert kept.pages["en/problems.html"]["problem"] == ("connect-denied", "nuki-busy")
