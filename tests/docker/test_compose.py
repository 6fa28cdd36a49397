"""What the compose file promises: hardened, pinned, healthy before it is used, with secrets in files."""

import csv
import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from hub.demo.city.offices import CITY_CLIENTS
from tests.support.command import run
from tests.support.keycloak import VERSION

FOLDER = Path(__file__).resolve().parents[2] / "docker"
COMPOSE: dict[str, Any] = yaml.safe_load((FOLDER / "compose.yaml").read_text(encoding="utf-8"))
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
_ISSUER = "http://localhost:8081/realms/domicile"
REALM: dict[str, Any] = json.loads((FOLDER / "keycloak" / "realm.json").read_text(encoding="utf-8"))


def _has_compose() -> bool:
    docker = shutil.which("docker")
    if docker is None:
        return False
    return subprocess.run([docker, "compose", "version"], capture_output=True, check=False).returncode == 0


def test_there_are_the_three_services() -> None:
    assert set(SERVICES) == {"neo4j", "hub", "keycloak"}
    assert {name for name, service in SERVICES.items() if "profiles" in service} == {"keycloak"}


@pytest.mark.parametrize("name", SERVICES)
def test_every_service_gives_up_capabilities_and_new_privileges(name: str) -> None:
    service = SERVICES[name]
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert not {"privileged", "cap_add", "devices", "pid", "ipc"} & set(service)
    assert service["pids_limit"] <= 1024


@pytest.mark.parametrize("name", SERVICES)
def test_every_image_is_pinned_to_a_version(name: str) -> None:
    tag = SERVICES[name]["image"].rpartition(":")[2]
    assert re.match(r"\d+\.\d+\.\d+", tag), tag


def test_the_graph_is_the_official_community_image_of_the_version_we_test() -> None:
    assert SERVICES["neo4j"]["image"] == "neo4j:2026.08.1-community"
    assert SERVICES["neo4j"]["user"] == "7474:7474"


@pytest.mark.parametrize("name", SERVICES)
def test_every_service_has_a_health_check_with_limits(name: str) -> None:
    check = SERVICES[name]["healthcheck"]
    assert check["test"][0] == "CMD"
    assert {"interval", "timeout", "retries", "start_period"} <= set(check)


def test_the_hub_waits_for_a_healthy_graph() -> None:
    assert SERVICES["hub"]["depends_on"] == {"neo4j": {"condition": "service_healthy"}}


def test_the_hubs_root_is_read_only_and_what_it_writes_is_named() -> None:
    hub = SERVICES["hub"]
    assert hub["read_only"] is True
    assert hub["tmpfs"] == ["/tmp:size=64m,mode=1777,noexec,nosuid,nodev"]
    assert hub["volumes"] == ["private:/var/lib/domicile"]
    assert hub["command"] == ["serve"]


@pytest.mark.parametrize("name", SERVICES)
def test_nothing_is_published_beyond_loopback(name: str) -> None:
    assert all(port.startswith("127.0.0.1:") for port in SERVICES[name].get("ports", []))


def test_the_graph_is_reached_by_the_hub_alone() -> None:
    assert "ports" not in SERVICES["neo4j"]
    assert SERVICES["neo4j"]["networks"] == ["graph"]
    assert COMPOSE["networks"]["graph"] == {"internal": True}
    assert [name for name, service in SERVICES.items() if "graph" in service.get("networks", [])] == ["neo4j", "hub"]


@pytest.mark.parametrize("setting", ["NEO4J_server_http_enabled", "NEO4J_dbms_usage__report_enabled"])
def test_the_graph_has_one_connector_and_reports_nothing(setting: str) -> None:
    assert SERVICES["neo4j"]["environment"][setting] == "false"


def test_secrets_come_from_files_and_never_stand_in_the_environment() -> None:
    for service in SERVICES.values():
        for name, value in service.get("environment", {}).items():
            if re.search("PASSWORD|KEY|AUTH|SECRET", name):
                assert name.endswith("_FILE") or re.fullmatch(r"\$\{\w+:-\}", value), name
    for secret in COMPOSE["secrets"].values():
        assert secret["file"].startswith("./secrets/")
    assert "secrets/" in (FOLDER / ".gitignore").read_text(encoding="utf-8").split()


@pytest.mark.parametrize("name", SERVICES)
def test_every_secret_file_that_is_named_is_mounted(name: str) -> None:
    environment = SERVICES[name].get("environment", {})
    named = {v.rpartition("/")[2] for k, v in environment.items() if k.endswith("_FILE")}
    assert named == set(SERVICES[name].get("secrets", []))
    assert named <= set(COMPOSE["secrets"])


@pytest.mark.skipif(not _has_compose(), reason="this machine has no docker compose plugin")
def test_docker_compose_accepts_the_file() -> None:
    docker = str(shutil.which("docker"))
    for profile in ([], ["--profile", "keycloak"]):
        command = [docker, "compose", "-f", str(FOLDER / "compose.yaml"), *profile, "config", "-q"]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert (done.returncode, done.stderr) == (0, "")


@pytest.fixture(scope="module")
def small_city(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """As `domicile city --size small --issuer …` writes it."""
    folder = tmp_path_factory.mktemp("city")
    said = run("city", "--size", "small", "--out", str(folder), "--issuer", _ISSUER, home=folder / "none")
    assert said.code == 0
    return folder


def _csv(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as rows:
        return list(csv.DictReader(rows))


# ── Keycloak's realm ─────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_realm_has_a_client_for_each_department_and_for_residents() -> None:
    assert {client["clientId"] for client in REALM["clients"]} == {*CITY_CLIENTS, "resident"}


def test_the_issuer_which_the_hub_expects_is_the_realm() -> None:
    assert SERVICES["hub"]["environment"]["DOMICILE_ISSUER"].endswith(
        f"http://localhost:8081/realms/{REALM['realm']}}}"
    )
    assert "--hostname=http://localhost:8081" in SERVICES["keycloak"]["command"]
    assert "--http-port=8081" in SERVICES["keycloak"]["command"]
    assert SERVICES["keycloak"]["network_mode"] == "service:hub"


def test_the_keycloak_that_is_tested_is_the_one_that_is_started() -> None:
    assert SERVICES["keycloak"]["image"].rpartition(":")[2] == VERSION


def test_every_client_gets_the_claims_which_the_hub_reads() -> None:
    """Audience and subject, and a department's the office: a resident's token carries none."""
    for client in REALM["clients"]:
        mappers = {mapper["name"]: mapper["config"] for mapper in client["protocolMappers"]}
        assert mappers["audience"]["included.custom.audience"] == "domicile"
        assert mappers["subject"]["claim.name"] == "sub"
        assert ("office" in mappers) is (client["clientId"] != "resident")
        if "office" in mappers:
            assert (mappers["office"]["user.attribute"], mappers["office"]["claim.name"]) == ("office", "office")
            assert mappers["office"]["jsonType.label"] == "String"


def test_keycloak_keeps_the_scopes_that_its_own_pages_need() -> None:
    """A list of scopes in a realm's file takes the place of the usual ones, and the account page is refused then."""
    assert "clientScopes" not in REALM
    assert all(user["realmRoles"] == ["default-roles-domicile"] for user in REALM["users"])


def test_the_explorer_signs_in_at_the_realm() -> None:
    """Code with PKCE, and back to the hub's callback only; every client that can be chosen is the realm's."""
    environment = SERVICES["hub"]["environment"]
    assert SERVICES["keycloak"]["environment"]["DOMICILE_PUBLIC_URL"] == environment["DOMICILE_PUBLIC_URL"]
    chosen = environment["DOMICILE_EXPLORER_CLIENTS"].partition(":-")[2].removesuffix("}").split(", ")
    clients = {client["clientId"]: client for client in REALM["clients"]}
    public = "${DOMICILE_PUBLIC_URL:http://localhost:8080}"
    assert set(chosen) <= set(clients)
    for client in clients.values():
        assert client["redirectUris"] == [f"{public}/session/callback"]
        assert client["attributes"]["post.logout.redirect.uris"] == f"{public}/"
        assert client["attributes"]["pkce.code.challenge.method"] == "S256"
        assert client["attributes"]["backchannel.logout.url"] == (
            "${DOMICILE_HUB_URL:http://localhost:8080}/session/back-channel-logout"
        )
        assert (client["standardFlowEnabled"], client["implicitFlowEnabled"]) == (True, False)


def test_the_realms_people_are_the_small_citys(small_city: Path) -> None:
    """Officers are on the staff of their offices today, and the resident's sign-in is linked."""
    offices = {row["code"]: row["id"] for row in _csv(small_city / "office.csv")}
    active = {(row["subject"], row["worksAt"]) for row in _csv(small_city / "staff_member.csv") if not row["validTo"]}
    linked = {(row["issuer"], row["subject"]) for row in _csv(small_city / "sign_in.csv")}
    at = {user["username"]: user["attributes"].get("office", [None])[0] for user in REALM["users"]}
    officers = {name: office for name, office in at.items() if office}
    assert {office.rpartition("-")[0] for office in officers.values()} == {
        "registration", "housing", "labour", "data-protection", "coordination",
    }  # fmt: skip
    assert {(name, offices[office]) for name, office in officers.items()} <= active
    assert {(_ISSUER, name) for name in at.keys() - officers.keys()} <= linked
    assert len(at) - len(officers) == 1
    manifest = json.loads((small_city / "manifest.json").read_text(encoding="utf-8"))["demo"]
    assert (manifest["resident"]["issuer"], manifest["resident"]["subject"]) == (_ISSUER, "resident-00685")


def test_only_an_administrator_can_change_an_office() -> None:
    """Whoever could edit their own `office` would choose where they work."""
    (component,) = REALM["components"]["org.keycloak.userprofile.UserProfileProvider"]
    profile = json.loads(component["config"]["kc.user.profile.config"][0])
    office = next(attribute for attribute in profile["attributes"] if attribute["name"] == "office")
    assert office["permissions"]["edit"] == ["admin"]
    assert profile.get("unmanagedAttributePolicy", "DISABLED") == "DISABLED"
    assert REALM["registrationAllowed"] is False
    assert REALM["editUsernameAllowed"] is False


def test_no_password_is_committed() -> None:
    values = [credential["value"] for user in REALM["users"] for credential in user["credentials"]]
    assert values == ["${DOMICILE_DEMO_PASSWORD}"] * len(REALM["users"])
