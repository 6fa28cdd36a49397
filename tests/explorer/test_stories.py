"""The inspectors' stories from end to end, with the answers worked out from the city: what a newcomer finds without reading anything."""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date

import pytest
from playwright.sync_api import Locator, expect

from tests.explorer.hands import Hands, Keyboard, by_keyboard
from tests.explorer.screen import Screen
from tests.support.store import City

DISTRICT = "990103"
OPEN_ORDERS = {"ISSUED", "OVERDUE", "APPEALED"}
_TABS_MAX = 200
# What a screen reader says of where one is in the picture.
_ACTIVE = "list => document.getElementById(list.getAttribute('aria-activedescendant'))?.textContent ?? ''"


def test_whom_the_agent_of_the_worst_landlord_of_a_district_also_works_for(
    screen: Screen, hands: Hands, demo_city: City
) -> None:
    """The newcomer of the README: the company with most open repair orders, its agent, whom that one also works for."""
    landlord, orders = _worst_landlord(demo_city)
    agent, others = _agent_and_its_landlords(demo_city, landlord)
    page = screen.page
    screen.sign_in("澄湾区住房管理处", purpose="housing-safety-inspection")
    screen.open("/explore")
    ranking = page.get_by_role("region", name="Landlord companies with most open repair orders")
    hands.choose("District", "Chengwan")
    first = ranking.get_by_role("listitem").first
    expect(first).to_contain_text(f"{_name(demo_city, landlord)}{orders} open repair orders")
    expect(first).to_contain_text(f"Agent: {_name(demo_city, agent)}")
    screen.assert_accessible()
    hands.press(first.get_by_role("button"))
    details = page.get_by_role("region", name="Details")
    rooms = details.get_by_role("button", name="Rooms: show")
    expect(rooms).to_be_visible()
    requests: list[str] = []
    page.on("request", lambda asked: requests.append(asked.post_data or "") if "graphql" in asked.url else None)
    hands.press(rooms)
    expect(page.get_by_text("added;").first).to_be_visible()
    of_the_rooms = [text for text in requests if "mutation SaveView" not in text]  # the draft is kept meanwhile
    assert len(of_the_rooms) == 1  # each page of neighbours is one request
    assert "rooms(" in of_the_rooms[0]
    screen.assert_accessible()
    hands.press(details.get_by_role("button", name="Agents: show"))
    expect(page.get_by_text("1 added; 1 of 1 shown.")).to_be_visible()
    _go(screen, hands, "Agent", _name(demo_city, agent))
    screen.assert_accessible()
    theirs = details.get_by_role("listitem").filter(has_text="Landlords it works for")
    expect(theirs).to_contain_text(f"1 of {len(others)} shown")  # the landlord from whom one came is there already
    if len(others) > 1:
        hands.press(details.get_by_role("button", name="Landlords it works for: show"))
    shown = page.get_by_role("listbox", name="Picture of what is on the screen").get_by_role("option", name="Landlord ")
    expect(shown).to_have_count(len(others))
    assert {text.removeprefix("Landlord ") for text in shown.all_inner_texts()} == {
        _name(demo_city, each) for each in others
    }
    screen.picture()


@by_keyboard
def test_from_an_employer_over_its_workplace_to_what_an_inspection_found(
    screen: Screen, hands: Hands, demo_city: City
) -> None:
    """The labour inspector's story."""
    page = screen.page
    case, employer = _inspected_employer(demo_city)
    screen.sign_in("澄湾区劳动监察处", purpose="workplace-inspection")
    screen.open("/explore")
    expect(page.get_by_role("heading", name="Employers that are companies")).to_be_visible()
    expect(
        page.get_by_role("region", name="Employers that are companies").get_by_role("listitem").first
    ).to_be_visible()
    expect(page.get_by_text("Landlord companies")).to_have_count(0)
    screen.assert_accessible()
    hands.fill(page.get_by_role("searchbox", name="Company or address"), _name(demo_city, employer))
    page.keyboard.press("Enter")
    found = page.get_by_role("search").get_by_role("button", name=_name(demo_city, employer))
    hands.press(found)
    details = page.get_by_role("region", name="Details")
    hands.press(details.get_by_role("button", name="Employer: show"))
    expect(page.get_by_role("option", name=f"Employer {_name(demo_city, employer)}")).to_be_attached()
    _go(screen, hands, "Employer", _name(demo_city, employer))
    hands.press(details.get_by_role("button", name="Workplaces: show"))
    workplaces = details.get_by_role("listitem").filter(has_text=re.compile(r"^Workplaces\d"))
    expect(workplaces).to_contain_text(re.compile(r"[1-9]\d* of \d+ shown"))
    _go_to_inspected(screen, details)
    hands.press(details.get_by_role("button", name="Inspections: show"))
    expect(page.get_by_role("option", name=f"Inspection {case['number']}")).to_be_attached()
    _go(screen, hands, "Inspection", case["number"])
    findings = [row for row in demo_city["finding"] if row["in"] == case["id"]]
    expect(details.get_by_role("listitem").filter(has_text="Findings")).to_contain_text(f"0 of {len(findings)} shown")
    hands.press(details.get_by_role("button", name="Findings: show"))
    picture = page.get_by_role("listbox", name="Picture of what is on the screen")
    expect(picture.get_by_role("option", name="Finding ")).to_have_count(len(findings))
    screen.assert_accessible()
    screen.picture()


def test_a_labour_inspector_starts_from_the_workplaces_of_an_area(screen: Screen, hands: Hands) -> None:
    page = screen.page
    screen.sign_in("澄湾区劳动监察处", purpose="workplace-inspection")
    screen.open("/explore")
    hands.press(page.get_by_role("button", name="Start on the map"))
    expect(page.get_by_role("button", name="Workplaces Look for")).to_be_visible()
    hands.choose("District", "Chengwan")
    shown = page.get_by_role("region", name="What the map shows")
    hands.press(shown.get_by_role("button", name="Put on the board: Workplace").first)
    expect(page.get_by_text("1 put on the board.")).to_be_visible()
    expect(page.get_by_role("region", name="Details").get_by_role("button", name="Employer: show")).to_be_visible()


def _go(screen: Screen, hands: Hands, kind: str, name: str) -> None:
    """To one thing of the board: by the table with a mouse, by walking in the picture with the keyboard."""
    page = screen.page
    heading = page.get_by_role("region", name="Details").get_by_role("heading", level=2)
    if not isinstance(hands, Keyboard):
        page.get_by_role("tab", name="Table").click()
        page.get_by_role("row").filter(has_text=kind).filter(has_text=name).first.click()
        screen.assert_accessible()
        page.get_by_role("tab", name="Graph").click()
    else:
        picture = page.get_by_role("listbox", name="Picture of what is on the screen")
        _tab_to(screen, picture)
        page.keyboard.press("ArrowRight")
        for _ in range(_TABS_MAX):
            if f"{kind} {name}" in picture.evaluate(_ACTIVE):
                break
            page.keyboard.press("ArrowDown")
    expect(heading).to_contain_text(name)


def _go_to_inspected(screen: Screen, details: Locator) -> None:
    """From the employer to the workplace that was inspected: the one whose details offer an inspection."""
    picture = screen.page.get_by_role("listbox", name="Picture of what is on the screen")
    _tab_to(screen, picture)
    screen.page.keyboard.press("ArrowRight")
    for _ in range(_TABS_MAX):
        expect(details.get_by_role("heading", level=2)).to_contain_text(picture.evaluate(_ACTIVE).split(",")[0])
        expect(details.get_by_role("heading", level=3, name="Connected to")).to_be_visible()
        if details.get_by_role("button", name="Inspections: show").count():
            return
        screen.page.keyboard.press("ArrowDown")
    pytest.fail("no workplace was inspected")


def _tab_to(screen: Screen, target: Locator) -> None:
    for _ in range(_TABS_MAX):
        if target.evaluate("(e) => e === document.activeElement"):
            return
        screen.page.keyboard.press("Shift+Tab")
    expect(target).to_be_focused(timeout=1)


def _current(rows: list[dict[str, str]]) -> Iterator[dict[str, str]]:
    """The facts as they are today."""
    today = date.today().isoformat()  # noqa: DTZ011 - as the hub's calendar, to a day
    for row in rows:
        if not row["recordedTo"] and row["validFrom"] <= today and (not row["validTo"] or row["validTo"] > today):
            yield row


def _worst_landlord(city: City) -> tuple[str, int]:
    """The organisation with most open repair orders in the district, and how many."""
    place_of = {row["id"]: row["about"] for row in city["finding"]}
    building_of = {row["id"]: row["in"] for row in city["room"]}
    code_of = {row["id"]: row["unitCode"] for row in city["address"]}
    unit_of = {row["id"]: code_of[row["at"]] for row in city["building"]}
    owners: dict[str, set[str]] = {}
    for row in _current(city["ownership"]):
        owners.setdefault(row["of"], set()).add(row["by"])
    counts: Counter[str] = Counter()
    for order in city["repair_order"]:
        place = place_of[order["remedies"]]
        building = building_of.get(place, place)
        if order["state"] in OPEN_ORDERS and unit_of.get(building, "").startswith(DISTRICT):
            counts.update(_companies(city, owners.get(place, set()) | owners.get(building, set())))
    (worst, orders), (_, fewer) = counts.most_common(2)
    assert orders > fewer
    return worst, orders


def _agent_and_its_landlords(city: City, landlord: str) -> tuple[str, set[str]]:
    """The agent of a landlord with a mandate in the district, and all companies there that gave it one."""
    organisation_of = {row["id"]: row["is"] for row in city["managing_agent"]}
    building_of = {row["id"]: row["in"] for row in city["room"]}
    code_of = {row["id"]: row["unitCode"] for row in city["address"]}
    unit_of = {row["id"]: code_of[row["at"]] for row in city["building"]}
    there = [
        row
        for row in _current(city["mandate"])
        if any(unit_of.get(building_of.get(place, place), "").startswith(DISTRICT) for place in row["for"].split(";"))
    ]
    landlords = {row["id"]: row["is"] for row in city["landlord"]}
    (agent,) = {row["to"] for row in there if landlords[row["givenBy"]] == landlord}
    givers = _companies(city, {row["givenBy"] for row in there if row["to"] == agent})
    return organisation_of[agent], set(givers)


def _companies(city: City, landlords: set[str]) -> list[str]:
    """The organisations that these landlords are; natural persons are left out."""
    companies = {row["id"] for row in city["organisation"]}
    who = {row["id"]: row["is"] for row in city["landlord"]}
    return [who[each] for each in landlords if who[each] in companies]


def _inspected_employer(city: City) -> tuple[dict[str, str], str]:
    """An open inspection of the district's labour office that found something, and the company that employs there."""
    office = next(row["id"] for row in city["office"] if row["code"] == f"labour-{DISTRICT}")
    workplaces = {row["id"]: row for row in city["workplace"]}
    employers = {row["id"]: row["is"] for row in city["employer"]}
    companies = {row["id"] for row in city["organisation"]}
    found = {row["in"] for row in city["finding"]}
    for case in city["case"]:
        if case["at"] == office and case["state"] == "OPEN" and case["id"] in found and case["concerns"] in workplaces:
            employer = employers[workplaces[case["concerns"]]["operatedBy"]]
            if employer in companies:
                return case, employer
    raise AssertionError("the city has such an inspection")


def _name(city: City, organisation: str) -> str:
    return next(row["latinName"] for row in city["organisation"] if row["id"] == organisation)
