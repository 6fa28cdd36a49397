"""What a document costs the graph: one statement a root field, whose text depends on what is asked and on nothing else."""

import re
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
from graphql import (
    FieldNode,
    GraphQLObjectType,
    GraphQLSchema,
    NameNode,
    SelectionSetNode,
    Visitor,
    build_schema,
    parse,
    print_ast,
    visit,
)
from hypothesis import HealthCheck, given, settings

import schema
from hub.demo.questions import read_document
from loaders.fragments import fragment, parameters_of
from loaders.source import CONTEXT, Connection, Count, Many, One, Sealed, Source, Value
from loaders.sources import MADE, SOURCES
from model.ids import to_global_id
from model.plan import FieldSelection
from tests.planner.askers import pools
from tests.planner.composing import in_lines, plans
from tests.planner.documents import documents
from tests.reference.rows import City
from tests.support.hub import Hub, Who

_PINNED = Path(__file__).parent / "statements"
_FRAGMENTS = Path(schema.__file__).parents[1] / "loaders" / "cypher"
_ID = "01581d2f-7802-757c-a670-103d868d7b6a"
_QUESTIONS: dict[str, tuple[dict[str, Any], str]] = {
    "viewer": ({}, "authority/officer"),
    "building": ({"id": to_global_id("Building", _ID)}, "authority/officer"),
    "landlord": ({"id": to_global_id("Landlord", _ID)}, "authority/officer"),
    "me": ({"day": "2020-09-01"}, "authority/resident"),
    "counter": (
        {
            "input": {
                "kind": "REGISTRATION",
                "documentKind": "PASSPORT",
                "documentNumber": "E0",
                "documentExpiresOn": "2030-01-01",
            }
        },
        "authority/officer",
    ),
    "employers": ({"near": {"longitude": 117.0, "latitude": 20.0, "radiusMetres": 4000.0}}, "authority/officer"),
}
_BUILT_TYPES = {
    "Mutation",
    "HideEntriesPayload",
    "ProtectionPayload",
    "CounterCode",
    "LinkingCode",
    "LinkingLetter",
    "Linking",
    "NewReceiptCard",
    "PasskeyOptions",
    "Revocation",
    "CaseReceipt",
    "Export",
    "PrintedRecord",
    "GrantConsentPayload",
    "RevokeConsentPayload",
    "MarkNoticesReadPayload",
    "EraseConsentedPayload",
    "SetNoticeChannelPayload",
    "RightsReceipt",
    "ScreenExport",
}


# ── the documented questions ─────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("name", sorted(_QUESTIONS))
def test_the_statement_of_a_documented_question_is_the_committed_one(name: str) -> None:
    """A changed statement is to be seen in review: delete its file, run this once, and commit what it wrote."""
    variables, prefix = _QUESTIONS[name]
    (plan,) = plans(read_document(name), variables, prefix=prefix).values()
    parameters = ", ".join(f"${parameter}" for parameter in sorted(plan.parameters)) or "none"
    header = (
        f"// Purpose: the statement of the documented question `{name}`, as the planner composes it; generated.\n"
        f"// Parameters: {parameters}\n// Row: jurisdiction, and the value of the root field\n// Index: those of its fragments\n"
    )
    file, text = _PINNED / f"{name}.cypher", header + in_lines(plan.text)
    if not file.exists():
        file.write_text(text, encoding="utf-8")
        pytest.fail(f"`{file.name}` was not there, and is now: look at it and commit it")
    assert text == file.read_text(encoding="utf-8")


def test_every_documented_query_is_pinned() -> None:
    assert {file.stem for file in _PINNED.glob("*.cypher")} == set(_QUESTIONS)


# ── their number never grows ─────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("first", [1, 100])
def test_a_hundred_rows_take_the_statements_of_one(hub: Hub, inspector: Who, first: int) -> None:
    document = (
        "query ($first: Int!) { rooms(first: $first) { nodes { designator building { kind address { fullAddress } }"
        " licences { number } owners { organisation { legalName } } } } }"
    )
    answer = hub.ask(inspector, document, {"first": first})
    assert answer.errors == []
    assert len(answer.data["rooms"]["nodes"]) == first
    assert answer.statements == 1


@pytest.mark.parametrize("first", [1, 100])
def test_a_long_history_takes_the_two_statements_of_a_short_one(hub: Hub, resident: Who, first: int) -> None:
    document = "query ($first: Int!) { me { residenceHistory(first: $first) { nodes { address { fullAddress } } } } }"
    answer = hub.ask(resident, document, {"first": first})
    assert answer.errors == []
    assert answer.statements == 2


def test_each_root_field_is_one_statement(hub: Hub, inspector: Who) -> None:
    answer = hub.ask(
        inspector, "{ a: rooms(first: 1) { totalCount } b: rooms(first: 2) { totalCount } viewer { client } }"
    )
    assert answer.errors == []
    assert answer.statements == 3


def test_a_field_that_is_denied_takes_the_statements_of_one_that_is_not(hub: Hub, inspector: Who) -> None:
    document = '{ organisations(search: "公司", first: 2) { nodes { legalName employer { sector } } } }'
    answer = hub.ask(inspector, document)
    assert answer.codes == ["FIELD_NOT_ALLOWED"]
    assert [node["employer"] for node in answer.data["organisations"]["nodes"]] == [None, None]
    assert answer.statements == 1


# ── the text is canonical ────────────────────────────────────────────────────────────────────────────────────────────


def _texts(document: str, variables: dict[str, Any] | None = None) -> list[str]:
    return [plan.text for plan in plans(document, variables).values()]


def test_aliases_order_and_values_do_not_change_the_text() -> None:
    one = '{ rooms(first: 3, unit: "9901") { nodes { floor kind building { storeys kind } } totalCount } }'
    other = (
        'query ($n: Int!) { all: rooms(unit: "990102", first: $n) { total: totalCount'
        " nodes { in: building { kind height: storeys } ...Rest } } } fragment Rest on Room { kind level: floor }"
    )
    assert _texts(one) == _texts(other, {"n": 77})


def test_what_a_caller_wrote_is_in_no_text() -> None:
    plan = plans('{ organisations(search: "marker7", first: 1) { nodes { legalName } } }')["organisations"]
    assert "marker7" not in plan.text
    assert '"marker7"' in plan.parameters.values()


def test_another_selection_is_another_text() -> None:
    assert _texts("{ rooms(first: 1) { nodes { floor } } }") != _texts("{ rooms(first: 1) { nodes { kind } } }")


def test_the_same_expression_stands_in_a_row_once() -> None:
    (text,) = _texts("{ rooms(first: 1) { nodes { a: floor b: floor floor } } }")
    assert text.count(".floor") == 1


class _Turned(Visitor):
    """The same question written differently: each selection from its end, each alias another word."""

    def leave_selection_set(self, node: SelectionSetNode, *_: object) -> SelectionSetNode:
        return SelectionSetNode(selections=tuple(reversed(node.selections)), loc=node.loc)

    def leave_field(self, node: FieldNode, *_: object) -> FieldNode | None:
        if node.alias is None:
            return None
        alias = NameNode(value=f"turned_{node.alias.value}")
        return FieldNode(
            alias=alias,
            name=node.name,
            arguments=node.arguments,
            directives=node.directives,
            selection_set=node.selection_set,
        )


@pytest.fixture(scope="module")
def api() -> GraphQLSchema:
    return build_schema(schema.sdl())


def test_a_generated_document_written_differently_has_the_same_texts(api: GraphQLSchema, city: Any) -> None:
    values = pools(City(city), "990103")
    roots = ("rooms", "buildings", "landlords", "organisations", "workplaces", "inspections", "me")
    how = settings(
        max_examples=60, derandomize=True, deadline=None, database=None, suppress_health_check=list(HealthCheck)
    )

    @how
    @given(made=documents(api, roots, values))
    def check(made: Any) -> None:
        turned = print_ast(visit(parse(made.text), _Turned()))
        assert sorted(_texts(turned, dict(made.variables))) == sorted(_texts(made.text, dict(made.variables)))

    check()


# ── topics and fragments ─────────────────────────────────────────────────────────────────────────────────────────────


def _fragments_of(source: Source) -> set[str]:
    match source:
        case One(name) | Many(name) | Value(name) | Count(name):
            return {name}
        case Connection(name, _, when, orders=orders):
            return {name, *chain.from_iterable(when.values()), *(item.fragment for item in orders.values())}
        case Sealed(_, _, name):
            return {name} if name else set()
    return set()


def _all_fragments() -> list[str]:
    return sorted(file.relative_to(_FRAGMENTS).with_suffix("").as_posix() for file in _FRAGMENTS.rglob("*.cypher"))


def test_every_source_has_its_fragments() -> None:
    named = set().union(*(_fragments_of(source) for source in SOURCES.values()))
    assert named - set(_all_fragments()) == set()


def test_no_fragment_is_unused() -> None:
    """A topic's source names it, or the code that asks it does; an import's is named after its kind."""
    named = set().union(*(_fragments_of(source) for source in SOURCES.values()))
    root = _FRAGMENTS.parents[1]
    code = "".join(
        file.read_text(encoding="utf-8")
        for top in ("model", "tlog", "hub", "loaders")
        for file in (root / top).rglob("*.py")
    )
    read_by_folder = ("intake/", "migrations/")
    asked_for = [name for name in _all_fragments() if name not in named and not name.startswith(read_by_folder)]
    unused = [name for name in asked_for if not re.search(rf"[\"/]{name.rpartition('/')[2]}[\".]", code)]
    assert unused == []


@pytest.mark.parametrize("name", _all_fragments())
def test_a_fragment_starts_with_a_header_which_names_its_parameters(name: str) -> None:
    lines = (_FRAGMENTS / f"{name}.cypher").read_text(encoding="utf-8").splitlines()
    header = " ".join(line for line in lines if line.startswith("//"))
    assert lines[0].startswith("// ")
    assert [item for item in sorted(parameters_of(name) - {"rows"}) if not re.search(rf"\b{item}\b", header)] == []


@pytest.mark.parametrize("coordinate", sorted(name for name, source in SOURCES.items() if _fragments_of(source)))
def test_a_fragment_reads_only_arguments_of_its_field(coordinate: str) -> None:
    type_name, _, field_name = coordinate.partition(".")
    named = schema.build().type_map[type_name]
    assert isinstance(named, GraphQLObjectType)
    arguments = set(named.fields[field_name].args)
    listed = {getattr(SOURCES[coordinate], "listed", "")}
    listed |= {"objection", "number"} if type_name == "Mutation" else set()  # by which the payload is read
    for name in _fragments_of(SOURCES[coordinate]):
        assert parameters_of(name) - CONTEXT - listed <= arguments
        assert "next" in re.findall(r"\bnext\b", fragment(name))


def test_every_field_of_the_contract_has_one_source_and_every_source_a_field() -> None:
    loaded: set[str] = set()
    computed: set[str] = set()
    for named in schema.build().type_map.values():
        is_page = named.name.endswith(("Connection", "Edge")) or named.name == "PageInfo"
        if not isinstance(named, GraphQLObjectType) or named.name.startswith("__") or is_page:
            continue
        for name, field in named.fields.items():
            (computed if field.extensions.get("computed") else loaded).add(f"{named.name}.{name}")
    sources = {name for name in SOURCES if not name.endswith(("__subject", "__restricted"))}
    read_by_a_plan = {
        f"Mutation.{name}" for name in ("openCase", "objectToAccess", "objectToProcessing", "answerObjection")
    }
    built_by_the_hub = {name for name in loaded if name.partition(".")[0] in _BUILT_TYPES} - read_by_a_plan
    assert loaded - built_by_the_hub - {"Query.node", *MADE} == sources
    of_consents = ("purposeText", "notCovered", "fieldGroups", "controller", "inWords", "receipt")
    assert computed == {
        "Address.label",
        "LandlordLicence.isLimited",
        "AccessEntry.summaryEn",
        "AccessEntry.summaryZh",
        *(f"Consent.{name}" for name in of_consents),
        "Breach.department",
        "Restriction.purposeText",
        "TransferBlock.department",
    }


def test_a_computed_field_needs_only_fields_of_its_type_that_are_loaded() -> None:
    def walk(selected: FieldSelection) -> None:
        if selected.computed is not None:
            type_name = selected.coordinate.partition(".")[0]
            assert {f"{type_name}.{name}" for name in selected.computed.needs} <= SOURCES.keys()

    for named in schema.build().type_map.values():
        if isinstance(named, GraphQLObjectType):
            for name, field in named.fields.items():
                computed = field.extensions.get("computed")
                walk(FieldSelection(f"{named.name}.{name}", name, {}, None, "", computed=computed))
