"""What can be set from outside, and where things lie. Read once at start; never a way around a policy.

Environment: `DOMICILE_…` for the hub's own, `NEO4J_URI`, `NEO4J_USER`, `NEO4J_PASSWORD`, `NEO4J_DATABASE` for a server
of one's own, `HUB_LOG_URL` for the log's store.
"""

import re
from pathlib import Path

import platformdirs
from pydantic import AliasChoices, Field, IPvAnyAddress, SecretStr, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from model import limits

_HTTPS = re.compile(r"https://[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+(:[0-9]{1,5})?(/[!-~]*)?", re.ASCII)
_ORIGIN = re.compile(
    r"https://[a-z0-9-]+(\.[a-z0-9-]+)*(:[0-9]{1,5})?|http://(localhost|127\.0\.0\.1|\[::1\])(:[0-9]{1,5})?", re.ASCII
)
_SOURCE_ROOT = Path(__file__).resolve().parent.parent


def default_home() -> Path:
    """`.domicile/` in a checkout, else the user's data folder: so two checkouts run side by side."""
    is_checkout = (_SOURCE_ROOT / "run").is_file() and (_SOURCE_ROOT / "pyproject.toml").is_file()
    return _SOURCE_ROOT / ".domicile" if is_checkout else platformdirs.user_data_path("domicile")


def _own(name: str) -> AliasChoices:
    return AliasChoices(name)


class Settings(BaseSettings):
    """Every setting, with its environment variable beside it."""

    model_config = SettingsConfigDict(env_prefix="DOMICILE_", frozen=True, extra="ignore", populate_by_name=True)

    home: Path = Field(default_factory=default_home)  # DOMICILE_HOME
    cache: Path = Field(default_factory=lambda: platformdirs.user_cache_path("domicile"))  # DOMICILE_CACHE: jars
    maven_mirror: str = ""  # DOMICILE_MAVEN_MIRROR: base URL of a Maven repository; empty = Maven Central

    neo4j_uri: str = Field(default="", validation_alias=_own("NEO4J_URI"))  # empty = the embedded server
    neo4j_user: str = Field(default="neo4j", validation_alias=_own("NEO4J_USER"))
    neo4j_password: SecretStr = Field(default=SecretStr(""), validation_alias=_own("NEO4J_PASSWORD"))
    neo4j_database: str = Field(default="neo4j", validation_alias=_own("NEO4J_DATABASE"))
    graph_heap_mebibytes: int = 0  # DOMICILE_GRAPH_HEAP_MEBIBYTES: 0 = sized to the machine
    graph_page_cache_mebibytes: int = 0  # 0 = sized to the machine
    graph_quick_start: bool = False  # DOMICILE_GRAPH_QUICK_START: for a server that lives for minutes, as in tests
    graph_start_seconds: int = 600  # how long a start may take before it counts as failed

    log_url: SecretStr = Field(  # postgresql://user:password@host/database; empty = SQLite in the home
        default=SecretStr(""), validation_alias=_own("HUB_LOG_URL")
    )
    log_origin: str = ""  # DOMICILE_LOG_ORIGIN: the log's name on its checkpoints; empty = one made from the master key
    witnesses: str = ""  # DOMICILE_WITNESSES: who cosigns the log's checkpoints, `VKEY URL` by comma
    witness_logs: str = ""  # DOMICILE_WITNESS_LOGS: for `domicile witness serve`, the logs' keys by comma
    master_key: SecretStr = SecretStr("")  # DOMICILE_MASTER_KEY: 32 bytes, base64; empty = the 0600 file in the home

    host: str = "127.0.0.1"
    port: int = 8080
    connections_max: int = Field(default=limits.CONNECTIONS_MAX, ge=1)  # DOMICILE_CONNECTIONS_MAX: of all clients
    connections_of_an_address_max: int = Field(default=limits.CONNECTIONS_OF_AN_ADDRESS_MAX, ge=1)
    requests_max: int = Field(default=limits.REQUESTS_MAX, ge=1)  # DOMICILE_REQUESTS_MAX: under way, of all clients
    requests_of_an_address_max: int = Field(default=limits.REQUESTS_OF_AN_ADDRESS_MAX, ge=1)
    proxy: IPvAnyAddress | None = None  # DOMICILE_PROXY: the hop in front whose `X-Forwarded-For` names the client
    issuer: str = ""  # DOMICILE_ISSUER: the OIDC issuer; empty = the development issuer (loopback only)
    audience: str = "domicile"
    issuer_keys_url: str = ""  # empty = by OIDC discovery from the issuer
    client_issuers: str = ""  # DOMICILE_CLIENT_ISSUERS: clients with an issuer of their own, `CLIENT=URL` by comma
    time_zone: str = "Asia/Shanghai"  # the city's calendar: which day is today
    allowed_origins: str = (
        ""  # DOMICILE_ALLOWED_ORIGINS: origins that a browser may call from, by comma; none by default
    )
    public_url: str = ""  # DOMICILE_PUBLIC_URL: where a browser finds the hub; empty = http://HOST:PORT
    explorer_clients: str = ""  # DOMICILE_EXPLORER_CLIENTS: who may sign in by browser, `CLIENT[:OIDC-CLIENT]` by comma
    explorer_secrets: SecretStr = SecretStr(
        ""
    )  # DOMICILE_EXPLORER_SECRETS: `OIDC-CLIENT:SECRET` by comma; none = public
    rp_id: str = "localhost"  # DOMICILE_RP_ID: the domain for which residents' passkeys are made
    rp_origins: str = ""  # DOMICILE_RP_ORIGINS: pages that may ask for them, by comma; empty = http://localhost:PORT

    smtp_url: SecretStr = SecretStr(
        ""
    )  # DOMICILE_SMTP_URL: smtp://HOST:PORT or smtps://USER:PASSWORD@HOST; for notices
    smtp_sender: str = ""  # DOMICILE_SMTP_SENDER: the address from which notices come

    log_key_url: str = ""  # DOMICILE_LOG_KEY_URL: where the city publishes the log's key; residents get the link
    supervisory_authority_name: str = ""  # DOMICILE_SUPERVISORY_AUTHORITY_NAME: to whom a resident may complain
    supervisory_authority_url: str = Field(
        default="", validate_default=True
    )  # DOMICILE_SUPERVISORY_AUTHORITY_URL: https

    budget_factor: int = Field(default=1, ge=1)  # DOMICILE_BUDGET_FACTOR: times `model.limits`; a load test needs more

    @field_validator("proxy", mode="before")
    @classmethod
    def _none_for_empty(cls, address: object) -> object:
        return address or None

    @field_validator("supervisory_authority_url")
    @classmethod
    def _check_authority(cls, url: str, info: ValidationInfo) -> str:
        if bool(url) != bool(info.data.get("supervisory_authority_name")):
            message = "name the supervisory authority and its address together"
            raise ValueError(message)
        return cls._check_https(url)

    @field_validator("log_key_url")
    @classmethod
    def _check_https(cls, url: str) -> str:
        if url and not _HTTPS.fullmatch(url):
            message = "the address begins with https:// and a host, and has no spaces"
            raise ValueError(message)
        return url

    @field_validator("public_url")
    @classmethod
    def _check_public_url(cls, url: str) -> str:
        if url and not _ORIGIN.fullmatch(url):
            message = "it is `https://HOST` or `https://HOST:PORT` and nothing behind (http on this machine only)"
            raise ValueError(message)
        return url

    @property
    def public_origin(self) -> str:
        """Scheme, host and port as a browser writes them in `Origin`: no port that goes without saying."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return re.sub(r"^(https://.*):443$|^(http://.*):80$", r"\1\2", self.public_url or f"http://{host}:{self.port}")

    @property
    def supervisory_authority(self) -> dict[str, str] | None:
        """`name` and `url` of the authority to which a resident may complain; None where none is named."""
        if not self.supervisory_authority_url:
            return None
        return {"name": self.supervisory_authority_name, "url": self.supervisory_authority_url}

    @property
    def private_folder(self) -> Path:
        """The hub's private store: master key, wrapped data keys, the log. Mode 0700."""
        return self.home / "private"

    @property
    def witness_folder(self) -> Path:
        """A witness's key and what it has signed: a home's own, beside no hub. Mode 0700."""
        return self.home / "witness"

    @property
    def outlines(self) -> Path:
        """The city's units as GeoJSON for the explorer's map, if somebody put them there; public."""
        return self.home / "outlines.geojson"

    @property
    def graph_folder(self) -> Path:
        """The embedded server's store, password, lock and log file. Mode 0700."""
        return self.home / "graph"
