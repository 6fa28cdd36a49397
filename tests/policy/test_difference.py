"""What one policy set opens and another doesn't, in lines that a resident can read."""

from functools import cache

import pytest

from hub.policy import Policy
from hub.policy.difference import LINES_MAX, Difference, bounded, difference
from hub.policy.rules import shipped_rules
from hub.policy.sets import shipped
from tests.policy.writing import changed

_PROVED = "ONE_TIME_CODE, ONLINE, PASSKEY, RECEIPT_CARD"
_WITH_THE_RESIDENT = "OFFICER_ATTESTED, ONE_TIME_CODE, ONLINE, PASSKEY, RECEIPT_CARD"


@cache
def _changed() -> Policy:
    """Enrolment gets the history; labour opens no cases; legal aid gets nothing; a resident loses what a case is."""
    rules = shipped_rules()
    return changed(
        {
            "education": rules["education"].replace(
                'FieldGroup::"HOUSEHOLD"', 'FieldGroup::"HOUSEHOLD", FieldGroup::"HISTORY", FieldGroup::"TENANCY"'
            ),
            "labour": rules["labour"].partition('@id("labour.opens-cases")')[0],
            "legal-aid": "",
            "resident": rules["resident"].replace('FieldGroup::"CASE", ', ""),
        }
    )


@pytest.mark.full
def test_every_change_has_a_line_with_whom_what_for_and_when() -> None:
    assert difference(shipped(), _changed()) == Difference(
        opened=(
            f"education, school-enrolment: HISTORY (in a case SCHOOL_ENROLMENT on {_PROVED} with the permission for the history)",
            f"education, school-enrolment: TENANCY (in a case SCHOOL_ENROLMENT on {_PROVED})",
        ),
        closed=(
            f"labour, wage-complaint: openCase (in a case LABOUR_COMPLAINT on {_WITH_THE_RESIDENT})",
            "legal-aid, legal-aid: CASE, PLACE (in a case LEGAL_AID)",
            f"legal-aid, legal-aid: EMPLOYMENT, TENANCY (in a case LEGAL_AID on {_PROVED})",
            f"legal-aid, legal-aid: PERSON_NAME, openCase (in a case LEGAL_AID on {_WITH_THE_RESIDENT})",
            "resident, no purpose: CASE (in one's own record)",
        ),
    )


@pytest.mark.full
def test_the_way_back_is_the_same_lines_the_other_way_round() -> None:
    there, back = difference(shipped(), _changed()), difference(_changed(), shipped())
    assert (back.opened, back.closed) == (there.closed, there.opened)


@pytest.mark.full
def test_another_name_for_a_rule_is_no_difference() -> None:
    renamed = changed({"tax": shipped_rules()["tax"].replace("tax.rentals", "tax.declared")})
    assert difference(shipped(), renamed).is_empty


def test_very_many_lines_are_counted() -> None:
    lines = tuple(f"line {number}" for number in range(LINES_MAX + 5))
    kept = bounded(lines)
    assert kept == (*lines[: LINES_MAX - 1], "and 6 lines more")
    assert bounded(lines[:LINES_MAX]) == lines[:LINES_MAX]
