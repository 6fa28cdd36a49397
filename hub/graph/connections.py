"""Where the graph is and how to sign in to it: the server which `NEO4J_URI` names, else this home's embedded one."""

from dataclasses import dataclass, field

from hub.graph import state
from hub.settings import Settings

EMBEDDED_USER = "neo4j"
EMBEDDED_DATABASE = "neo4j"


@dataclass(frozen=True, kw_only=True)
class Connection:
    """What the driver needs. The password is left out of the `repr`."""

    uri: str
    user: str
    password: str = field(repr=False)
    database: str


def connection(settings: Settings) -> Connection | None:
    """The server of one's own if one is set, else the embedded server of this home if it runs, else nothing."""
    if settings.neo4j_uri:
        return Connection(
            uri=settings.neo4j_uri,
            user=settings.neo4j_user,
            password=settings.neo4j_password.get_secret_value(),
            database=settings.neo4j_database,
        )
    running = state.read(settings.graph_folder)
    if running is None or running.phase is not state.Phase.RUNNING:
        return None
    return embedded_connection(settings, running.port)


def embedded_connection(settings: Settings, port: int) -> Connection:
    """How to reach the embedded server of this home on `port`."""
    return Connection(
        uri=f"bolt://{state.LOOPBACK}:{port}",
        user=EMBEDDED_USER,
        password=(settings.graph_folder / state.PASSWORD_FILE).read_text(encoding="ascii").strip(),
        database=EMBEDDED_DATABASE,
    )
