"""Reads the policy set, and refuses one that is not what it claims to be. Decides nothing.

A policy set is one text a file: `constitution` and `everyone`, which ship with the code, and one a client, which may
speak for that client only.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import cedarpy

from model.errors import SetupError

CONSTITUTION = "constitution"
EVERYONE = "everyone"

_FOLDER = Path(__file__).parent
_SHOWN_CHARACTERS = 500  # of Cedar's own explanation


def shipped_rules() -> dict[str, str]:
    """The texts of the shipped set, by file name without its ending."""
    return {file.stem: file.read_text(encoding="utf-8") for file in sorted((_FOLDER / "rules").glob("*.cedar"))}


def shipped_schema() -> str:
    """What the policies may speak of."""
    return (_FOLDER / "schema.cedarschema").read_text(encoding="utf-8")


def shipped_lists() -> dict[str, str]:
    """The texts of the closed lists: a decision depends on them as on the rules."""
    return {name: (_FOLDER / name).read_text(encoding="utf-8") for name in ("clients.toml", "purposes.toml")}


def check_rules(rules: Mapping[str, str], schema: str) -> None:
    """Raises `SetupError` when a policy doesn't parse, doesn't fit the schema, or stands in the wrong file."""
    if CONSTITUTION not in rules:
        raise SetupError(f"the policy set has no `{CONSTITUTION}.cedar`: nothing is decided without it")
    seen: set[str] = set()
    for name, text in rules.items():
        _check_against_schema(name, text, schema)
        for policy in _policies(name, text):
            _check_policy(name, policy, seen)


def _check_against_schema(name: str, text: str, schema: str) -> None:
    result = cedarpy.validate_policies(text, schema)
    if not result.validation_passed:
        problems = "; ".join(str(error) for error in result.errors)
        raise SetupError(f"`{name}.cedar` doesn't fit schema.cedarschema: {problems[:_SHOWN_CHARACTERS]}")


def _policies(name: str, text: str) -> list[dict[str, Any]]:
    parsed = json.loads(cedarpy.policies_to_json_str(text))
    if parsed["templates"]:
        raise SetupError(f"`{name}.cedar` has a template: write each policy out")
    return list(parsed["staticPolicies"].values())


def _check_policy(name: str, policy: Mapping[str, Any], seen: set[str]) -> None:
    rule = policy.get("annotations", {}).get("id") or ""
    if not rule.startswith(f"{name}.") or rule == f"{name}.":
        raise SetupError(f"a policy in `{name}.cedar` is named `{rule}`: give it an @id that starts with `{name}.`")
    if rule in seen:
        raise SetupError(f"two policies are named `{rule}`: a denial has to name one rule")
    seen.add(rule)
    if name == CONSTITUTION and policy["effect"] != "forbid":
        raise SetupError(f"`{rule}` permits: the constitution only forbids")
    if name not in {CONSTITUTION, EVERYONE} and not _is_about(name, policy["principal"]):
        raise SetupError(f'`{rule}` has to begin with `principal == Client::"{name}"`: a file speaks for one client')


def _is_about(client: str, principal: Mapping[str, Any]) -> bool:
    return principal == {"op": "==", "entity": {"type": "Client", "id": client}}


def rule_text(rules: Mapping[str, str], name: str) -> str:
    """The policy of that name as it stands in its file, with the comment above it; empty when there is none.

    Policies are paragraphs: a blank line stands between two of them, and inside none. A test holds that for what ships.
    """
    paragraphs = rules.get(name.partition(".")[0], "").split("\n\n")
    return next((item.strip() for item in paragraphs if f'@id("{name}")' in item), "")
