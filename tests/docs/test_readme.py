"""What the README and the generated pages say is so."""

import json
import re

import pytest

import schema
from hub.cli.schema import SDL_FILE, diagram
from model.graph import KIND_BY_LABEL
from model.ids import to_global_id
from tests.support.hub import Hub, Who
from tests.support.places import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")


def _block(language: str) -> str:
    found = re.search(rf"```{language}\n(.*?)```", README, re.DOTALL)
    assert found is not None
    return found[1]


def test_the_first_query_gets_the_printed_answer(hub: Hub, inspector: Who, demo: dict[str, dict[str, str]]) -> None:
    variables = {"id": to_global_id("Building", demo["building"]["buildingId"])}
    answer, printed = hub.ask(inspector, _block("graphql"), variables), json.loads(_block("json"))
    decisions = answer.json["extensions"]["decisions"]
    assert decisions["policyVersion"] == hub.ports.policy.version
    for name in ("decidedAt", "policyVersion"):  # of this moment, and of this state of the policy
        assert len(decisions[name]) == len(printed["extensions"]["decisions"][name])
        decisions[name] = printed["extensions"]["decisions"][name]
    assert answer.json == printed


def test_the_committed_sdl_is_fresh() -> None:
    assert SDL_FILE.read_text(encoding="utf-8") == schema.sdl(), "run `./run schema --write`"


def test_the_graph_model_page_is_fresh() -> None:
    page = (ROOT / "docs" / "graph-model.md").read_text(encoding="utf-8")
    assert diagram() in page, "put the output of `./run schema --graph` into docs/graph-model.md"


def test_every_relationship_in_the_readmes_picture_is_in_the_model() -> None:
    chains = re.findall(r"^    (\w.*-->.*)$", _block("mermaid"), re.MULTILINE)
    assert len(chains) == 18
    for chain in chains:
        nodes = [re.match(r"\w+", part.strip()) for part in re.split(r"-->\|\w+\|", chain)]
        names = [node[0] for node in nodes if node]
        for source, relationship, target in zip(names, re.findall(r"\|(\w+)\|", chain), names[1:], strict=False):
            edges = [edge for edge in KIND_BY_LABEL[source].edges if edge.type == relationship]
            assert target in {label for edge in edges for label in edge.targets}


@pytest.mark.parametrize("link", sorted(set(re.findall(r"\]\(([^)#]+)\)", README))))
def test_every_link_in_the_readme_leads_somewhere(link: str) -> None:
    assert (ROOT / link).exists()
