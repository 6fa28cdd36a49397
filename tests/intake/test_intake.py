"""When files may come in: two operators open an intake, and close it; and what comes in then, about whom."""

from pathlib import Path

import pytest
import typer
from typer.main import get_command

import schema
from hub.cli import commands
from hub.demo.city.reading import read_city
from hub.identity.development import DEVELOPMENT_ISSUER
from hub.jobs.intake.openings import Intake, check_kinds
from hub.settings import Settings
from loaders.intake import PERSON_BOUND
from model.errors import ConflictError
from model.graph import KINDS
from model.imports import IMPORTS, While
from tests.case.counter import officers, residents
from tests.intake.conftest import private_id, public_id
from tests.intake.test_register import Row, fact, rows_of, write_files
from tests.support.command import Said, run, walked
from tests.support.hub import Hub, Who
from tests.support.operators import Operators
from tests.support.store import template, where_its_graph_is

_FOREIGN = {"issuer": "https://sign-in.elsewhere.example", "subject": "foreign-1"}


# ── the table of kinds ───────────────────────────────────────────────────────────────────────────────────────────────


def test_every_kind_has_its_time_and_its_reason() -> None:
    assert set(IMPORTS) == {kind.label for kind in KINDS}
    assert [label for label, rule in IMPORTS.items() if len(rule.reason) < 10] == []


# What is about a person and has no act yet: it waits for the process that brings it about.
_NO_WAY_YET = {
    *("Person", "PersonDetails", "IdentityDocument", "Residence", "Tenancy", "Employment", "Household", "DeclaredContact"),
    *("Representation", "Inspection", "Finding", "RepairOrder", "Complaint", "Correction", "Dispute"),
    *("ResidencePermit", "Certificate", "Entitlement"),
}  # fmt: skip


def test_what_no_file_brings_any_more_comes_about_by_a_command_or_a_mutation_that_is_there() -> None:
    """Each closed kind has a way of its own or stands above; each way is one."""
    app, contract = typer.Typer(), schema.build()
    commands.register(app)
    assert contract.mutation_type is not None
    there = {f"domicile {name}" for name in walked(get_command(app))} | set(contract.mutation_type.fields)
    closed = {label: set(rule.ways) for label, rule in IMPORTS.items() if rule.when is While.OPEN}
    assert {label for label, ways in closed.items() if not ways} == _NO_WAY_YET
    assert {way for ways in closed.values() for way in ways} <= there
    assert [label for label, rule in IMPORTS.items() if rule.when is While.ANY_TIME and rule.ways] == []


def test_what_gives_power_or_is_about_a_person_comes_in_an_intake_only() -> None:
    always = {label for label, rule in IMPORTS.items() if rule.when is While.ANY_TIME}
    personal = {kind.label for kind in KINDS if kind.is_personal}
    powers = {"AdminUnit", "Office", "StaffMember", "SignIn", "Representation", "ConsentGrant", "Case"}
    assert always.isdisjoint(personal | powers)
    # What may lead to a person is let in for organisations: of a natural person's, the person comes in the same import.
    assert always & PERSON_BOUND == {
        "Landlord",
        "ManagingAgent",
        "Employer",
        "Workplace",
        "Ownership",
        "LandlordLicence",
        "Mandate",
    }


@pytest.mark.parametrize("intake", [None, Intake(mark="00", is_open=False)])
def test_outside_an_intake_an_officers_files_bring_things_and_an_operators_nothing(intake: Intake | None) -> None:
    for label, rule in IMPORTS.items():
        if rule.when is While.ANY_TIME:
            check_kinds(intake, [label], has_staff=True)
        else:
            with pytest.raises(ConflictError, match=f"no intake is open, in which alone files bring `{label}`"):
                check_kinds(intake, [label], has_staff=True)
        with pytest.raises(ConflictError, match="no intake is open"):
            check_kinds(intake, [label], has_staff=False)
    check_kinds(Intake(mark="00", is_open=True), list(IMPORTS), has_staff=False)


# ── a register of one's own ──────────────────────────────────────────────────────────────────────────────────────────


class Town:
    """A home with a copy of the city, whose intake is open, and its officer for imports."""

    def __init__(self, settings: Settings, folder: Path, clerk: Who) -> None:
        self.settings = settings
        self.where = where_its_graph_is(settings)
        self.operators = Operators(settings.home, folder, self.where)
        self._folder = folder
        self._clerk = clerk
        self._imports = 0

    def decide(self, *command: str) -> Said:
        return self.operators.carried_out("intake", *command)

    def status(self) -> str:
        return run("intake", "status", home=self.settings.home).out.strip()

    def bring_in(self, **files: list[Row]) -> Said:
        self._imports += 1
        folder = write_files(self._folder / f"import-{self._imports}", files)
        with Hub(self.settings) as hub:
            token = hub.token(self._clerk)
        rejects = str(self._folder / f"rejects-{self._imports}")
        environment = {**self.where, "DOMICILE_TOKEN": token}
        return run("import", str(folder), "--rejects", rejects, home=self.settings.home, environment=environment)


@pytest.fixture
def town(running: Settings, tmp_path: Path) -> Town:
    """With its intake open."""
    clerk = officers(read_city(template() / "city"), "registration", "system-administration-import", level=4)[0]
    made = Town(running, tmp_path, clerk)
    if made.status() != "open":
        assert made.decide("open", "--again").code == 0
    return made


def _newcomer() -> dict[str, list[Row]]:
    person = private_id()
    details = fact(of=person, fullName="新来的", familyName="新", givenName="来的", birthDate="1990-01-01")
    return {"person": [{"id": person, "isProtected": "false"}], "person_details": [details]}


def _table(said: Said) -> list[str]:
    """What became of each file, without how long it took."""
    lines = [line for line in said.error.splitlines() if line.startswith("│")]
    assert lines
    return lines


def _refused(said: Said, *words: str) -> None:
    assert said.code == 1, said
    assert [word for word in ("CONFLICT: ", *words) if word not in said.error] == [], said.error


def test_two_open_it_and_close_it_and_everybody_reads_that(town: Town, resident: Who) -> None:
    _refused(town.decide("open"), "an intake is open")
    alone = run("intake", "close", home=town.settings.home)
    signed = str(town.operators.signed(alone.out, "an"))
    said = run("intake", "close", "--signed", signed, home=town.settings.home)
    assert (said.code, "this takes 2 operators, and 1 signed" in said.error) == (1, True)
    assert town.status() == "open"
    assert town.decide("close").out == "the intake is closed\n"
    assert town.status() == "closed"
    _refused(town.decide("close"), "no intake is open")
    _refused(town.decide("open"), "which is final", "--again")
    assert town.decide("open", "--again").out == "the intake is open\n"
    with Hub(town.settings) as hub:
        acts = hub.ask(resident, "{ operatorActs(first: 2) { nodes { act arguments operators } } }").data
    assert acts["operatorActs"]["nodes"] == [
        {"act": "intake open", "arguments": ["again"], "operators": ["an", "bo"]},
        {"act": "intake close", "arguments": [], "operators": ["an", "bo"]},
    ]


def test_what_was_signed_to_open_does_not_open_again(town: Town) -> None:
    """Nor does what opened another one before."""
    assert town.decide("close").code == 0
    first = run("intake", "open", home=town.settings.home)
    signed = str(town.operators.signed(first.out))
    said = run("intake", "open", "--again", "--signed", signed, home=town.settings.home)
    assert (said.code, "what was signed is not `intake open again`" in said.error) == (1, True), said.error
    assert town.status() == "closed"


def test_after_the_close_no_file_brings_people_powers_or_proofs(town: Town) -> None:
    city = template() / "city"
    assert town.decide("close").code == 0
    office = rows_of(city, "office")[0]
    staff = {**rows_of(city, "staff_member")[0], "fact": private_id(), "subject": "the-importer"}
    for files in (
        _newcomer(),
        {"staff_member": [staff]},
        {"office": [{**office, "id": public_id(), "code": "health-1"}]},
        {"admin_unit": [rows_of(city, "admin_unit")[0]]},
        {"sign_in": [{"id": private_id(), "of": private_id(), **_FOREIGN}]},
        {"case": [rows_of(city, "case")[0]]},
        {"consent_grant": [rows_of(city, "consent_grant")[0]]},
        {"representation": [rows_of(city, "representation")[0]]},
    ):
        _refused(town.bring_in(**files), "no intake is open", "`domicile intake open`")
    building = {**rows_of(city, "building")[0], "id": public_id()}
    assert town.bring_in(building=[building]).code == 0
    _refused(town.bring_in(building=[building], **_newcomer()), "`Person`")  # and nothing of it went in


def test_nothing_comes_in_about_somebody_who_was_there_before(town: Town, city: Path) -> None:
    """A foreign sign-in, a name, a home, a protection that ends: the report is as for anybody, and the record as it was."""
    assert town.decide("close").code == 0
    assert town.decide("open", "--again").code == 0
    somebody = next(residents(read_city(city)))
    question = "{ me { id birthDate name { full } residences { validFrom } accessLog(first: 1) { totalCount } } }"
    with Hub(town.settings) as hub:
        before = hub.ask(somebody.who, question).data["me"]
    room = rows_of(city, "room")[0]["id"]
    about = {
        "person": [{"id": somebody.person, "isProtected": "false"}],
        "person_details": [fact(of=somebody.person, fullName="另一人", birthDate="1980-01-01", version="9")],
        "residence": [fact(of=somebody.person, role="SECONDARY", **{"in": room})],
        "sign_in": [{"id": private_id(), "of": somebody.person, **_FOREIGN}],
    }
    newcomer = _newcomer()
    person = newcomer["person"][0]["id"]
    like = {
        **newcomer,
        "residence": [fact(of=person, role="SECONDARY", **{"in": room})],
        "sign_in": [{"id": private_id(), "of": person, "issuer": _FOREIGN["issuer"], "subject": "foreign-2"}],
    }
    said, other = town.bring_in(**about), town.bring_in(**like)
    assert (said.code, other.code) == (0, 0)
    assert _table(said) == _table(other)
    with Hub(town.settings) as hub:
        after = hub.ask(somebody.who, question).data["me"]
        looked = after["accessLog"].pop("totalCount") - before["accessLog"].pop("totalCount")
        assert (after, looked) == (before, 1)  # one's own look


def test_who_chose_a_channel_is_told_once_a_day_that_a_file_added_something(town: Town) -> None:
    newcomer = _newcomer()
    person = newcomer["person"][0]["id"]
    subject = f"newcomer-{person}"
    sign_in = [{"id": private_id(), "of": person, "issuer": DEVELOPMENT_ISSUER, "subject": subject}]
    assert town.bring_in(**newcomer, sign_in=sign_in).code == 0
    who = Who("resident", subject, None, "")
    told = "{ me { notices(first: 10) { nodes { kind } } } }"
    choose = 'mutation { setNoticeChannel(input: {channel: SMS, address: "+8613800000042", language: ZH}) { channel } }'
    with Hub(town.settings) as hub:
        assert (
            hub.ask(who, told).data["me"]["notices"]["nodes"] == []
        )  # without a channel there is the entry on the log
        assert hub.ask(who, choose).errors == []
    rooms = rows_of(template() / "city", "room")
    homes = [
        fact(of=person, role=role, **{"in": room["id"]})
        for role, room in zip(("MAIN", "SECONDARY"), rooms, strict=False)
    ]
    for home in homes:
        assert town.bring_in(person=newcomer["person"], residence=[home]).code == 0
    with Hub(town.settings) as hub:
        assert hub.ask(who, told).data["me"]["notices"]["nodes"] == [{"kind": "RECORD_IMPORTED"}]
        assert len(hub.ask(who, "{ me { residences { role } } }").data["me"]["residences"]) == 2


def test_a_sign_in_is_imported_once_for_a_person(town: Town) -> None:
    newcomer = _newcomer()
    person = newcomer["person"][0]["id"]
    sign_ins = [
        {"id": private_id(), "of": person, "issuer": _FOREIGN["issuer"], "subject": f"{person}-{number}"}
        for number in range(2)
    ]
    assert town.bring_in(**newcomer, sign_in=sign_ins[:1]).code == 0
    assert town.bring_in(**newcomer, sign_in=sign_ins[1:]).code == 0
    at_once = _newcomer()
    both = [
        {**row, "id": private_id(), "of": at_once["person"][0]["id"], "subject": f"at-once-{n}"}
        for n, row in enumerate(sign_ins)
    ]
    assert town.bring_in(**at_once, sign_in=both).code == 0
    with Hub(town.settings) as hub:
        text = (Path(__file__).with_name("cypher") / "sign_ins.cypher").read_text(encoding="utf-8")
        persons = [person, at_once["person"][0]["id"]]
        rows = hub.run(hub.ports.graph.read(text, {"persons": persons}, timeout_seconds=60, metadata={}))
    assert sorted(rows.values) == sorted([[each, 1] for each in persons])


# ── an issuer that moves ─────────────────────────────────────────────────────────────────────────────────────────────


def test_what_was_linked_at_an_issuers_former_address_counts_at_its_new_one(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two operators say so, and a hub that runs hears of it. Tried without the second name, and without looking again."""
    monkeypatch.setattr("model.limits.ISSUER_NAMES_SECONDS", 0)
    newcomer, before = _newcomer(), f"https://{private_id()}.example"
    subject = f"moved-{newcomer['person'][0]['id']}"
    sign_in = {"id": private_id(), "of": newcomer["person"][0]["id"], "issuer": before, "subject": subject}
    assert town.bring_in(**newcomer, sign_in=[sign_in]).code == 0
    who, question = Who("resident", subject), "{ me { birthDate signIns { id issuer linkedAt } } }"
    move = ("sign-in", "move", before, DEVELOPMENT_ISSUER)
    with Hub(town.settings) as hub:
        assert hub.ask(who, question).codes == ["SUBJECT_NOT_AVAILABLE"]
        assert town.operators.carried_out(*move).out == "what was linked there counts here\n"
        assert hub.ask(who, question).data["me"] == {
            "birthDate": "1990-01-01",
            "signIns": [{"id": sign_in["id"], "issuer": before, "linkedAt": None}],
        }
        link = 'mutation { linkSignIn(code: "AAAAA-AAAAA-AAAAA-AAAAA") { at } }'
        assert hub.ask(who, link).codes == ["CONFLICT"]  # it is linked: under its former name
        acts = hub.ask(who, "{ operatorActs(first: 1) { nodes { act arguments operators } } }").data
    assert acts["operatorActs"]["nodes"] == [
        {"act": "sign-in move", "arguments": [before, DEVELOPMENT_ISSUER], "operators": ["an", "bo"]}
    ]
    with Hub(town.settings) as hub:  # and one that starts
        assert hub.ask(who, question).errors == []


def test_an_issuer_moves_to_one_that_this_hub_has_and_from_none_that_it_has(town: Town) -> None:
    elsewhere = "https://sign-in.elsewhere.example"
    for before, address, why in (
        (DEVELOPMENT_ISSUER, elsewhere, f"`{elsewhere}` is no issuer of this hub"),
        (DEVELOPMENT_ISSUER, DEVELOPMENT_ISSUER, "another one than the present"),
    ):
        said = run("sign-in", "move", before, address, home=town.settings.home)
        assert (said.code, said.out, why in said.error) == (1, "", True), said.error
    statement = run("sign-in", "move", elsewhere, DEVELOPMENT_ISSUER, home=town.settings.home).out
    move = ("sign-in", "move", elsewhere, DEVELOPMENT_ISSUER)
    said = run(*move, "--signed", str(town.operators.signed(statement, "an")), home=town.settings.home)
    assert (said.code, "this takes 2 operators, and 1 signed" in said.error) == (1, True), said.error
    other = run("sign-in", "move", "https://other.example", DEVELOPMENT_ISSUER, home=town.settings.home).out
    said = run(*move, "--signed", str(town.operators.signed(other)), home=town.settings.home)
    assert (said.code, "what was signed is not" in said.error) == (1, True), said.error
