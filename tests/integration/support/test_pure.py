"""References, the lifecycle of a case, triage and hand-over, as values."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from keyturn.integration.errors import every_code
from keyturn.integration.grants.grant import GrantId
from keyturn.integration.support.case import PATIENCE, Case, CaseEvent, CaseState, Mishap, Word, step
from keyturn.integration.support.handover import TAKEN_OUT, WITHOUT_SUMMARY, cleaned, hand_over, letter
from keyturn.integration.support.reference import ALPHABET, heard, new_reference
from keyturn.integration.support.triage import QUESTION, Deed, table, triage
from keyturn.nuki.errors import DEVICE_ERRORS
from keyturn.nuki.ids import SmartlockId

NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)


def test_a_reference_is_short_speakable_and_never_a_word() -> None:
    made = {new_reference() for _ in range(500)}
    assert len(made) == 500
    for reference in made:
        assert len(reference) == 9 and set(reference) - {"-"} <= set(ALPHABET)
        assert any(sign.isdigit() for sign in reference)
        assert heard(reference) == heard(reference.lower().replace("-", " ")) == reference


@pytest.mark.parametrize(("said", "is_read"), [("7k2m9qdx", "7K2M-9QDX"), ("OI23-45L7", "0123-4517")])
def test_what_is_misheard_is_mended(said: str, is_read: str) -> None:
    assert heard(said) == is_read


@pytest.mark.parametrize("said", ["", "7K2M", "7K2M-9QDX-1", "UUUU-UUUU", "../../..", "7K2M-9QD\0"])
def test_what_is_no_reference_is_none(said: str) -> None:
    assert heard(said) is None


def test_every_code_stands_in_one_group_and_no_group_names_another() -> None:
    codes = [code for group in table().values() for code in group.codes]
    assert sorted(codes) == sorted({*every_code(), *DEVICE_ERRORS, QUESTION})


def test_every_group_speaks_both_languages_and_names_a_deed() -> None:
    for name, group in table().items():
        assert set(group.tell) == set(group.desk) == {"en", "de"}, name
        assert all(text.endswith(".") for text in (*group.tell.values(), *group.desk.values())), name
        assert group.deeds, name
    assert {deed for group in table().values() for deed in group.deeds} == set(Deed)


def test_an_unknown_code_is_looked_at_like_a_fault_of_the_device() -> None:
    assert triage("6f") is table()["unclear"]


def test_whoever_has_the_next_word_has_a_term_and_a_way_on() -> None:
    assert set(PATIENCE) == set(CaseState) - {CaseState.SOLVED}
    for state in CaseState:
        assert step(state, CaseEvent.CUSTOMER_WROTE) is not None, "a customer can always write"
        assert state is CaseState.SOLVED or step(state, CaseEvent.SOLVED) is CaseState.SOLVED
    assert step(CaseState.SOLVED, CaseEvent.HANDED_OVER) is None


def case(**changes: object) -> Case:
    facts = {"case_id": "7K2M-9QDX", "code": "ff", "state": CaseState.OPENED, "text": "Anna's door, 12 Elm Street"}
    return Case(**{**facts, "opened_at": NOW, "changed_at": NOW, **changes})  # type: ignore[arg-type]


def test_a_term_runs_from_the_last_word() -> None:
    assert case().due_at == NOW + timedelta(hours=24)
    assert case(state=CaseState.SOLVED).due_at is None


def test_a_hand_over_holds_what_nuki_needs_and_not_what_the_customer_wrote() -> None:
    word = Word(at=NOW, event=CaseEvent.DESK_ASKED, note="Is Anna's PIN 123456?")
    mishap = Mishap(reference="1111-2222", at=NOW, code="ff", request="POST /doors/g/1/unlock")
    about = case(words=(word,), contact="anna@example.com", grant_id=GrantId("g"), smartlock_id=SmartlockId(1))
    bundle = hand_over(about, mishap, None, [], "client-1", "Write to anna@example.com, code 815379")
    text = letter(bundle, "Harbour Stays")
    for secret in ("Anna", "anna@", "Elm", "123456", "815379"):
        assert secret not in text + repr(bundle), secret
    assert "2026-11-24 09:30:00 UTC" in text and "client-1" in text and "7K2M-9QDX" in text


def test_a_letter_without_a_summary_asks_for_help_and_gives_the_desk_s_advice_to_nobody() -> None:
    for code in every_code():
        about = hand_over(case(), Mishap(reference="1111-2222", at=NOW, code=code, request=""), None, [], "c", "")
        text = letter(about, "Harbour Stays")
        assert WITHOUT_SUMMARY in text and triage(code).desk["en"] not in text, code


@pytest.mark.parametrize(
    "private", ["a.b@c.example", "+43 664 1234567", "815379", "kt_0a1b2c3d4e5f_Zm9vYmFyYmF6cXV4"]
)
def test_the_desks_words_are_cleaned(private: str) -> None:
    assert private not in cleaned(f"See {private} please") and TAKEN_OUT in cleaned(f"See {private} please")


def test_request_ids_and_times_are_left_in() -> None:
    assert cleaned("At 09:30 UTC, error ff, type 4") == "At 09:30 UTC, error ff, type 4"
