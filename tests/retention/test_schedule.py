"""The retention schedule: whole, readable, and refused when it is not."""

from datetime import date

import pytest

from hub.policy.retention import Basis, Period, Start, parse_schedule, rows_of, schedule
from hub.policy.retention.schedule import _FILE
from model.errors import SetupError
from model.graph import HUB_KINDS, KINDS
from model.groups import PERSON_GROUPS, FieldGroup

TEXT = _FILE.read_text(encoding="utf-8")


def test_every_person_group_and_every_personal_kind_has_its_term() -> None:
    assert {group for group in PERSON_GROUPS if not rows_of(group)} == set()
    kinds = [kind for row in schedule().values() for kind in row.kinds]
    assert sorted(kinds) == sorted(kind.label for kind in (*KINDS, *HUB_KINDS) if kind.is_personal)


def test_a_record_is_locked_a_year_after_moving_away_and_erased_after_five() -> None:
    record = schedule()["record"]
    assert record.starts is Start.MOVED_AWAY
    assert record.locked_after is not None
    assert (record.locked_after.text, record.erased_after.text) == ("1 year", "5 years")
    assert [row.id for row in schedule().values() if row.locked_after is not None] == ["record"]


def test_the_log_outlives_the_record() -> None:
    log = schedule()["access-log"]
    assert log.starts is Start.ENTRY_WRITTEN
    assert log.erased_after.days_about > schedule()["record"].erased_after.days_about


def test_contacts_and_means_of_contact_rest_on_consent_and_nothing_else_does() -> None:
    on_consent = {row.id for row in schedule().values() if row.basis is Basis.CONSENT}
    assert on_consent == {"contacts", "means-of-contact"}
    assert [row.id for row in rows_of(FieldGroup.DECLARED_CONTACTS)] == ["contacts"]


def test_each_row_is_said_in_two_languages_and_names_its_law() -> None:
    for row in schedule().values():
        assert "GDPR art." in row.legal_source
        assert "PIPL art." in row.legal_source
        assert row.description_zh != row.description
        assert any("\u4e00" <= sign <= "\u9fff" for sign in row.description_zh + row.purpose_zh)


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ('["Person"]', "[]", "has 0 rows for the kind `Person`"),
        ('["NoticeChannel"]', '["NoticeChannel", "Person"]', "has 2 rows for the kind `Person`"),
        (
            '["Notice", "Delivery", "BreachNotice"]',
            '["Notice", "Delivery", "Room"]',
            "`Room`, which is no personal kind",
        ),
        ('["REPRESENTATION"]', '["RIGHTS"]', "no row for the field group `REPRESENTATION`"),
        ('["REPRESENTATION"]', '["BAND"]', "`BAND`, which is no field group of persons"),
        ('id = "codes"', 'id = "proofs"', "the same row twice"),
        ('"2 years"', '"a while"', "`a while` is no period"),
        ('"2 years"', '"101 years"', "longer than 100 years"),
        ('locked_after = "1 year"', 'locked_after = "6 years"', "locked when it is erased already"),
        ('locked_after = "1 year"\n', "", "one row with `locked_after`"),
        ('starts = "TOLD"', 'starts = "TOLD"\nlocked_after = "1 day"', "only a whole record is"),
        ('"ENTRY_WRITTEN"', '"EXPIRED"', "one row that starts from `ENTRY_WRITTEN`"),
        ("[[row]]\n", "[[line]]\n", "`[[row]]` tables and nothing else"),
        ("[[row]]\n", "[[row\n", "is not valid"),
    ],
)
def test_a_schedule_that_is_not_whole_is_refused(old: str, new: str, why: str) -> None:
    text = TEXT.replace(old, new, 1)
    assert text != TEXT
    with pytest.raises(SetupError) as refused:
        parse_schedule(text)
    assert why in str(refused.value)


@pytest.mark.parametrize(
    ("period", "start", "over"),
    [
        ("0 days", date(2026, 11, 25), date(2026, 11, 25)),
        ("30 days", date(2026, 11, 25), date(2026, 12, 25)),
        ("1 month", date(2026, 1, 31), date(2026, 2, 28)),
        ("1 year", date(2024, 2, 29), date(2025, 2, 28)),
        ("5 years", date(2021, 11, 25), date(2026, 11, 25)),
    ],
)
def test_a_period_is_over_in_the_citys_calendar(period: str, start: date, over: date) -> None:
    assert Period.parse(period).after(start) == over
    assert Period.parse(period).before(over) >= start
    assert Period.parse(period).after(Period.parse(period).before(over)) <= over


def test_a_period_in_words() -> None:
    assert [Period.parse(text).text for text in ("1 day", "2 months", "1 year")] == ["1 day", "2 months", "1 year"]
    assert [Period.parse(text).text_zh for text in ("1 day", "2 months", "1 year")] == ["1日", "2个月", "1年"]
