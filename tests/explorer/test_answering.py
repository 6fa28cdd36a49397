"""What a resident is asked and told by offices: a case that is to go elsewhere, a protected address, a breach."""

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest
from playwright.sync_api import expect

from tests.case.counter import Resident, officers, opened, residents
from tests.case.proofs import holds, only, own_case, request_transfer
from tests.explorer.desk import Desk
from tests.explorer.hands import Hands
from tests.explorer.screen import Screen
from tests.rights.asking import change, look, me
from tests.support.hub import Who
from tests.support.serving import Served, command, finished
from tests.support.store import City

SignIn = Callable[..., None]
REASON = "To send you the card."


@pytest.fixture
def holder(district_clerks: list[Who]) -> Who:
    return district_clerks[0]


@pytest.mark.parametrize(("press", "kept"), [("Agree; what I allowed ends", []), ("Agree, and keep", ["HISTORY"])])
def test_a_resident_agrees_that_a_case_goes_elsewhere(  # noqa: PLR0913, PLR0917 - who asks, who agrees, who gets it
    screen: Screen, hands: Hands, sign_in: SignIn, desk: Desk, somebody: Resident, holder: Who,
    other_clerk: Who, press: str, kept: list[str],
) -> None:  # fmt: skip
    number = opened(desk, holder, somebody, "HISTORY")
    only(request_transfer(desk, holder, number, office=str(other_clerk.office)))
    sign_in(screen, somebody.who)
    screen.open("/record/cases")
    own = screen.page.get_by_role("listitem").filter(has_text=number).last
    expect(own).to_contain_text("Nothing changes until you agree.")
    screen.assert_accessible()
    assert holds(desk, holder, number)
    hands.press(own.get_by_role("button", name=press))
    expect(screen.page.get_by_text("Nothing changes until you agree.")).to_have_count(0)
    case = own_case(desk, somebody, number)
    assert (case["office"]["code"], case["permissions"]) == (other_clerk.office, kept)
    assert not holds(desk, holder, number)


def test_a_protected_address_is_allowed_in_one_case_and_the_yes_taken_back(
    screen: Screen, hands: Hands, sign_in: SignIn, desk: Desk, somebody: Resident, holder: Who
) -> None:
    number = opened(desk, holder, somebody)
    only(change(desk, somebody.who, "protectAddress", "at"))
    only(change(desk, holder, "requestDisclosure", "number", case=number, reason=REASON))
    sign_in(screen, somebody.who)
    screen.open("/record/allowed")
    asked = screen.page.get_by_role("list", name="Offices that ask to see it").get_by_role("listitem")
    expect(asked).to_contain_text(REASON)
    expect(asked).to_contain_text("not answered")
    assert look(desk, holder, number).data["case"]["subject"]["residences"] == []
    screen.assert_accessible()
    hands.press(asked.get_by_role("button", name="Allow"))
    expect(asked).to_contain_text("allowed")
    assert look(desk, holder, number).data["case"]["subject"]["residences"] != []
    hands.press(asked.get_by_role("button", name="Take the yes back"))
    expect(asked.get_by_role("button", name="Allow")).to_be_visible()
    assert look(desk, holder, number).data["case"]["subject"]["residences"] == []
    assert [item["isAllowed"] for item in me(desk, somebody, "disclosures { isAllowed }")["disclosures"]] == [False]


def test_a_breach_is_told_in_the_record(  # noqa: PLR0917 - who was read, by whom, and who tells
    screen: Screen,
    sign_in: SignIn,
    desk: Desk,
    served: Served,
    people: Iterator[Resident],
    holder: Who,
    demo_city: City,
) -> None:
    somebody = next(people)
    since = datetime.now(UTC)
    assert look(desk, holder, opened(desk, holder, somebody)).errors == []
    protector = officers(demo_city, "data-protection", "breach-notification", level=4)[0]
    facts = {
        "happened": "An officer copied files of cases.",
        "consequences": "Others may know where you live.",
        "measures": "Access was taken back.",
        "contact": "个人信息保护处 12345",
    }
    said = finished(
        command(
            *("breach", "notify", "--client", holder.client, "--office", str(holder.office)),
            *("--since", since.isoformat(), "--until", datetime.now(UTC).isoformat()),
            *(word for name, text in facts.items() for word in (f"--{name}", text)),
            home=served.home,
            environment={"DOMICILE_TOKEN": desk.token(protector)},
        )
    )
    assert said.code == 0, said
    sign_in(screen, somebody.who)
    screen.open("/record/notices")
    told = screen.page.get_by_role("listitem").filter(has_text=facts["happened"])
    for text in facts.values():
        expect(told).to_contain_text(text)
    expect(told).to_contain_text("Registration offices")
    screen.assert_accessible()
    screen.picture()


def test_who_represents_somebody_under_protection_is_told_that_the_log_is_withheld(
    screen: Screen, sign_in: SignIn, desk: Desk, demo_city: City
) -> None:
    """The log names offices, and an office tells a district: that is not the same as that nobody looked."""
    adults = {item.person: item for item in residents(demo_city)}
    standing = [row for row in demo_city["representation"] if not row["validTo"] and not row["recordedTo"]]
    by = Counter(row["by"] for row in standing)
    row = next(row for row in standing if by[row["by"]] == 1 and row["for"] in adults and row["by"] in adults)
    only(change(desk, adults[row["for"]].who, "protectAddress", "at"))
    sign_in(screen, adults[row["by"]].who)
    screen.open("/record/representation")
    screen.page.get_by_role("button", name="Open their record").click()
    expect(screen.page.get_by_text("You are acting for ")).to_be_visible()
    parts = screen.page.get_by_role("navigation", name="Parts of their record")
    parts.get_by_role("link", name="Who looked").click()
    looked = screen.page.get_by_role("region", name="Who looked")
    expect(looked.get_by_text("It is withheld.")).to_be_visible()
    expect(looked.get_by_text("Nobody has looked yet.")).to_have_count(0)
    screen.assert_accessible()
