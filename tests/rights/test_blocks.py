"""Standing blocks on transfer: no case goes to the department, and no consent is given to it, where no law obliges."""

from collections.abc import Callable, Iterator

import pytest

from tests.case.counter import Resident, make_code, open_case
from tests.case.proofs import (
    assent,
    assent_at_counter,
    only,
    open_online,
    opened_for_transfer,
    own_case,
    request_transfer,
)
from tests.consent.giving import give
from tests.rights.asking import at_counter, change, change_by_id, kinds_of_notices, me, rights_case, service_case
from tests.support.hub import Hub, Who

_CONSENTS = "consents(first: 5) { totalCount }"
_BLOCKS = "transferBlocks { id client department setAt liftedAt }"


@pytest.fixture
def registrars(official: Callable[[str, str], list[Who]]) -> tuple[Who, Who]:
    """Clerks of two district offices."""
    found = official("registration", "resident-registration")
    return found[0], next(item for item in found if item.office != found[0].office)


def test_a_blocked_department_gets_no_case_by_the_residents_assent_online_or_at_a_counter(
    hub: Hub, somebody: Resident, registrars: tuple[Who, Who]
) -> None:
    holder, target = registrars
    number = opened_for_transfer(hub, holder, somebody, target)
    block = only(change(hub, somebody.who, "blockTransfer", client="registration"))
    refused = assent(hub, somebody, number, str(target.office))
    assert refused.codes == ["CONFLICT"]
    assert "`unblockTransfer`" in refused.errors[0]["message"]
    shown = somebody.shows(code=make_code(hub, somebody))
    assert assent_at_counter(hub, target, number, shown).codes == ["SUBJECT_NOT_AVAILABLE"]
    assert own_case(hub, somebody, number)["office"]["code"] == holder.office

    only(change_by_id(hub, somebody.who, "unblockTransfer", block["id"]))
    assert only(assent(hub, somebody, number, str(target.office)))["number"] == number
    assert own_case(hub, somebody, number)["office"]["code"] == target.office


def test_the_office_that_asks_for_the_transfer_learns_nothing_of_the_block(
    hub: Hub, people: Iterator[Resident], registrars: tuple[Who, Who]
) -> None:
    """It asks, and nothing happens until the resident assents: as always."""
    holder, target = registrars
    answers = []
    for resident, is_blocked in ((next(people), False), (next(people), True)):
        if is_blocked:
            only(change(hub, resident.who, "blockTransfer", client="registration"))
        case = open_case(hub, holder, resident.shows(code=make_code(hub, resident))).data["openCase"]["case"]["number"]
        asked = request_transfer(hub, holder, case, office=str(target.office))
        answers.append((asked.status, asked.body.replace(case.encode(), b"NUMBER")))
    assert answers[0] == answers[1]


def test_no_consent_is_given_to_a_blocked_department(hub: Hub, somebody: Resident, registrars: tuple[Who, Who]) -> None:
    holder, _ = registrars
    before = me(hub, somebody, _CONSENTS)
    only(change(hub, somebody.who, "blockTransfer", client="registration"))
    answer = open_case(hub, holder, somebody.shows(code=make_code(hub, somebody, "HISTORY")))
    case = answer.data["openCase"]["case"]
    assert case["permissions"] == []  # what the code allowed is not kept
    refused = give(hub, somebody.who, case["number"], "HISTORY")
    assert refused.codes == ["CONFLICT"]
    assert me(hub, somebody, _CONSENTS) == before
    online = open_online(hub, somebody, holder, "HISTORY")
    assert online.codes == ["CONFLICT"]
    assert only(open_online(hub, somebody, holder))["number"]


def test_what_a_law_obliges_to_goes_on(hub: Hub, somebody: Resident, official: Callable[[str, str], list[Who]]) -> None:
    found = official("social-security", "social-security-benefit")
    holder, target = found[0], next(item for item in found if item.office != found[0].office)
    number = service_case(hub, somebody, holder, "SOCIAL_SECURITY")
    only(change(hub, somebody.who, "blockTransfer", client="social-security"))
    only(request_transfer(hub, holder, number, office=str(target.office)))
    assert only(assent(hub, somebody, number, str(target.office)))["number"] == number


def test_without_a_sign_in_the_clerk_blocks_and_lifts(
    hub: Hub, somebody: Resident, rights_clerk: Who, registrars: tuple[Who, Who]
) -> None:
    holder, target = registrars
    number = opened_for_transfer(hub, holder, somebody, target)
    case = rights_case(hub, rights_clerk, somebody)
    for _ in range(2):  # the clerk doesn't learn that it was there
        done = at_counter(hub, rights_clerk, "blockTransferAtCounter", case=case, client="registration")
        assert only(done)["number"] == case
    (block,) = me(hub, somebody, _BLOCKS)["transferBlocks"]
    assert (block["client"], block["department"], block["liftedAt"]) == ("registration", "Registration offices", None)
    assert assent(hub, somebody, number, str(target.office)).codes == ["CONFLICT"]
    lifted = at_counter(hub, rights_clerk, "unblockTransferAtCounter", case=case, client="registration")
    assert only(lifted)["number"] == case
    assert me(hub, somebody, _BLOCKS)["transferBlocks"][0]["liftedAt"] is not None
    assert only(assent(hub, somebody, number, str(target.office)))["number"] == number
    assert kinds_of_notices(hub, somebody).count("RIGHT_EXERCISED") == 2


def test_a_made_up_department_is_refused_and_a_block_is_set_once(hub: Hub, somebody: Resident) -> None:
    assert change(hub, somebody.who, "blockTransfer", client="made-up").codes == ["VALIDATION_FAILED"]
    only(change(hub, somebody.who, "blockTransfer", client="housing"))
    assert change(hub, somebody.who, "blockTransfer", client="housing").codes == ["CONFLICT"]
    assert change_by_id(hub, somebody.who, "unblockTransfer", "made-up").codes == ["CONFLICT"]
