"""The process of the embedded Neo4j: the one file that touches Neo4j's Java classes (GPLv3, `docs/decisions/`).

Started by `server.py` as `python -m hub.graph.embedded`, with an `Order` as JSON on standard input. It holds the lock
on the store for all its life, says in `server.json` how far it is, and ends on SIGTERM or SIGINT.
"""

import gc
import os
import signal
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NoReturn

import psutil
from filelock import FileLock, Timeout

from hub.graph import state
from hub.graph.order import Order
from hub.graph.state import Phase, Reason

DATABASE_SECONDS_MAX = 300  # for the database to come up once the server stands, recovery after a crash included
_LOOK_MILLISECONDS = 1000
_STOP_SIGNALS = {signal.SIGTERM, signal.SIGINT}
_FREE_AFTER_SECONDS = 3.0  # Neo4j gives the records of what was deleted free once a second
_FILLER_TRANSACTIONS, _FILLER_NODES = 5, 1000  # about 60,000 records of 128 bytes: as many as a thousand people leave
_FILLER_BYTES, _FILLER_CHARACTERS = 400, 72  # long enough not to stand within a node's own record
_SWEEP_SIGNAL = signal.SIGHUP  # asks for a sweep: the JVM leaves it alone (`-Xrs`)
_FIRST_PASSWORD = Path(state.STORE_FOLDER, "data", "dbms", "auth.ini")  # read by Neo4j when it makes a new store
_SAME_PASSWORD = "Old password and new password cannot be the same"  # noqa: S105 - what Neo4j says when nothing changes
_CAUSES_MAX = 10  # how deep an exception's causes are read


class StartFailedError(Exception):
    """The server can't run; the message is for people."""

    def __init__(self, message: str, reason: Reason = Reason.STORE) -> None:
        """`reason` tells the starter whether another try can help."""
        super().__init__(message)
        self.reason = reason


def main() -> None:
    """Serve until asked to stop. Exit code 1 when the server did not come up."""
    os.umask(0o077)
    signal.pthread_sigmask(
        signal.SIG_BLOCK, {*_STOP_SIGNALS, _SWEEP_SIGNAL}
    )  # before the JVM's threads exist: they inherit it
    order = Order.model_validate_json(sys.stdin.buffer.read())
    lock = FileLock(order.folder / state.STORE_LOCK_FILE, mode=0o600)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        sys.exit(f"another process holds the lock `{lock.lock_file}`")
    try:
        _serve(order)
    except StartFailedError as error:
        _say(order, Phase.FAILED, str(error), error.reason)
        _leave(1)
    _leave(0)


def _leave(code: int) -> NoReturn:
    """End at once: after a failed start some of the JVM's threads never end by themselves."""
    sys.stdout.flush()
    os._exit(code)


def _serve(order: Order) -> None:
    _say(order, Phase.STARTING)
    _start_jvm(order)
    service = _start_neo4j(order)
    _say(order, Phase.RUNNING)
    while signal.sigwait({*_STOP_SIGNALS, _SWEEP_SIGNAL}) is _SWEEP_SIGNAL:
        _sweep(service, order)
    _say(order, Phase.STOPPING)
    service.shutdown()


def _sweep(service: Any, order: Order) -> None:
    """Drive out the bytes of what was deleted; leaves word in `swept`: nothing when it was done, else why not."""
    import jpype

    try:
        _overwrite(service.database("neo4j"))
        _drop_transaction_logs(service.database("neo4j").getDependencyResolver())
        said = ""
    except (jpype.JException, TypeError, AttributeError) as error:
        print(error, flush=True)  # noqa: T201 - standard output is the log file
        said = f"the graph's files can't be swept: {error}"
    temporary = order.folder / f"{state.SWEPT_FILE}.new"
    temporary.write_text(said, encoding="utf-8")
    temporary.replace(order.folder / state.SWEPT_FILE)


def _overwrite(database: Any) -> None:
    """Deleting leaves a record's bytes where they are until it is used again: so use it, for nodes that are nothing.

    All are there before the first goes, else they would share the same few records.
    """
    import jpype

    time.sleep(_FREE_AFTER_SECONDS)
    label = jpype.JClass("org.neo4j.graphdb.Label").label("Filler")
    filling = jpype.JClass("byte[]")(bytes(_FILLER_BYTES))
    for _ in range(_FILLER_TRANSACTIONS):
        transaction = database.beginTx()
        try:
            for number in range(_FILLER_NODES):
                node = transaction.createNode(label)
                for name in "abc":
                    node.setProperty(name, filling)
                for name in "def":
                    node.setProperty(name, f"{number:0{_FILLER_CHARACTERS}}")
            transaction.commit()
        finally:
            transaction.close()
    is_left = True
    while is_left:
        transaction = database.beginTx()
        try:
            is_left = _delete_some(transaction.findNodes(label))
            transaction.commit()
        finally:
            transaction.close()


def _delete_some(nodes: Any) -> bool:
    """Delete up to a transaction's worth of `nodes`; whether there may be more."""
    count = 0
    while nodes.hasNext() and count < _FILLER_NODES:
        nodes.next().delete()
        count += 1
    nodes.close()
    return count == _FILLER_NODES


def _drop_transaction_logs(resolver: Any) -> None:
    """Begin a new transaction log, bring the store up to it, and drop those before.

    Neo4j keeps the last one that says anything: it is that of the fillers.
    """
    import jpype

    kernel = "org.neo4j.kernel.impl.transaction"
    files = resolver.resolveDependency(jpype.JClass(f"{kernel}.log.files.LogFiles"))
    pointer = resolver.resolveDependency(jpype.JClass(f"{kernel}.log.checkpoint.CheckPointer"))
    trigger = jpype.JClass(f"{kernel}.log.checkpoint.SimpleTriggerInfo")("domicile retention")
    files.getLogFile().getLogRotation().rotateLogFile(jpype.JClass(f"{kernel}.log.LogAppendEvent").NULL)
    pointer.forceCheckPoint(trigger)


def _say(order: Order, phase: Phase, message: str = "", reason: Reason = Reason.STORE) -> None:
    print(f"{phase}: {message}" if message else phase, flush=True)  # noqa: T201 - standard output is the log file
    process = psutil.Process()
    state.write(
        order.folder,
        state.State(
            pid=process.pid,
            created_at=process.create_time(),
            phase=phase,
            port=order.port,
            message=message,
            reason=reason,
        ),
    )


def _start_jvm(order: Order) -> None:
    import jpype

    gc.freeze()  # else JPype has Python's collector go through all of it after each of Java's collections: a tenth of the work
    try:
        jpype.startJVM(
            str(order.jvm), *order.jvm_flags, classpath=[str(jar) for jar in order.jars], convertStrings=True
        )
    except (OSError, RuntimeError, jpype.JVMNotFoundException) as error:
        raise StartFailedError(f"the Java run-time `{order.jvm}` does not start: {error}") from error


def _start_neo4j(order: Order) -> Any:
    import jpype

    conf = order.folder / "neo4j.conf"
    conf.write_text(order.conf, encoding="utf-8")
    password = (order.folder / state.PASSWORD_FILE).read_text(encoding="ascii").strip()
    try:
        _write_first_password(order.folder, password)
        service = _build(order.folder / state.STORE_FOLDER, conf)
        _await_database(service, order)
        _set_password(service, order, password)
    except jpype.JException as error:
        raise _explain(error, order) from None
    return service


def _set_password(service: Any, order: Order, password: str) -> None:
    """See to it that the password is the one of the file, which may have been lost and made anew."""
    import jpype

    try:
        _ask_system(service, order.set_password_text, {"password": password})
    except jpype.JException as error:
        if _SAME_PASSWORD not in str(error.getMessage()):
            raise
    (order.folder / _FIRST_PASSWORD).unlink(missing_ok=True)


def _write_first_password(folder: Path, password: str) -> None:
    """Leave the password where a new store takes its first one from, so that `neo4j`/`neo4j` never opens it."""
    import jpype

    if (folder / state.STORE_FOLDER / "data" / "databases").exists():
        return

    credentials = jpype.JClass("org.neo4j.server.security.SystemGraphCredential")
    hasher = jpype.JClass("org.neo4j.server.security.SecureHasher")()
    as_bytes = jpype.JClass("byte[]")(password.encode("ascii"))
    serialised = credentials.createCredentialForPassword(as_bytes, hasher).serialize()
    path = folder / _FIRST_PASSWORD
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"neo4j:{serialised}:\n", encoding="ascii")


def _build(store: Path, conf: Path) -> Any:
    import jpype

    path = jpype.JClass("java.nio.file.Path")
    builder = jpype.JClass("org.neo4j.dbms.api.DatabaseManagementServiceBuilder")(path.of(str(store)))
    return builder.loadPropertiesFromFile(path.of(str(conf))).build()


def _await_database(service: Any, order: Order) -> None:
    """Wait while it comes up, recovery included; one that failed says so in `system`, and never comes up."""
    until = time.monotonic() + DATABASE_SECONDS_MAX
    reasons: list[str] = []
    while not reasons and time.monotonic() < until:
        if service.database("neo4j").isAvailable(_LOOK_MILLISECONDS):
            return
        reasons = _ask_system(service, order.show_failures_text, {})
    raise StartFailedError(
        f"the store in `{order.folder}` can't be opened: {' '.join(reasons) or 'it did not come up in time'} (more in "
        f"`{state.LOGS_FOLDER}/debug.log` there); restore it from a backup, or remove it with `domicile graph wipe`"
    )


def _ask_system(service: Any, text: str, parameters: dict[str, str]) -> list[str]:
    """Run one statement in `system`; returns the texts of its first column."""
    import jpype

    values = jpype.JClass("java.util.HashMap")()
    for name, value in parameters.items():
        values.put(name, value)
    transaction = service.database("system").beginTx()
    try:
        result = transaction.execute(text, values)
        column = list(result.columns())[:1]
        rows = []
        while column and result.hasNext():
            rows.append(str(result.next().get(column[0])))
        transaction.commit()
    finally:
        transaction.close()
    return rows


def _causes(error: Any) -> Iterator[Any]:
    for _ in range(_CAUSES_MAX):
        if error is None:
            return
        yield error
        error = error.getCause()


def _explain(error: Any, order: Order) -> StartFailedError:
    """The Java exception as one sentence for people; its stack trace goes to the log."""
    print(error.stacktrace(), flush=True)  # noqa: T201 - standard output is the log file
    texts = [f"{cause.getClass().getSimpleName()}: {cause.getMessage()}" for cause in _causes(error)]
    everything = " ".join(texts)
    if "No space left" in everything:
        return StartFailedError(f"the disk of `{order.folder}` is full: make room and start again")
    if "BindException" in everything or "Address already in use" in everything:
        return StartFailedError(f"the port {order.port} is taken by another program", Reason.PORT)
    if "FileLockException" in everything or "StoreLockException" in everything:
        return StartFailedError(f"the store in `{order.folder}` is open in another program: stop that one first")
    if "AccessDenied" in everything or "Permission denied" in everything:
        return StartFailedError(f"the store in `{order.folder}` is not readable and writable for this user")
    return StartFailedError(
        f"the store in `{order.folder}` can't be opened: {texts[-1]}; restore it from a backup, or remove it with "
        "`domicile graph wipe`"
    )


if __name__ == "__main__":
    main()
