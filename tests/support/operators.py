"""Two operators for tests: what they sign, as people do it on the command line."""

from collections.abc import Mapping
from pathlib import Path

from tests.support.command import Said, run


class Operators:
    """Two registered operators of a home, with their keys in a folder; those of the home itself, where it has some."""

    def __init__(self, home: Path, folder: Path, environment: Mapping[str, str]) -> None:
        """`environment` says where the home's graph is."""
        self._home = home
        self._folder = folder
        self._environment = environment
        self.names = ("an", "bo")
        self.keys = home / "operators"
        if not self.keys.exists():
            self.keys = folder
            for name in self.names:
                key = run("operator", "key", str(folder / f"{name}.key"), "--name", name, home=home)
                assert key.code == 0, key.error
                assert run("operator", "add", key.out.strip(), home=home, environment=environment).code == 0

    def signed(self, statement: str, *names: str) -> Path:
        """A statement with the signatures of these, in a file."""
        file = self._folder / "statement.txt"
        file.write_text(statement, encoding="utf-8")
        for name in names or self.names:
            said = run("operator", "sign", str(file), "--key", str(self.keys / f"{name}.key"), home=self._home)
            assert said.code == 0, said.error
            file.write_text(said.out, encoding="utf-8")
        return file

    def carried_out(self, *command: str, environment: Mapping[str, str] | None = None) -> Said:
        """A command that prints its statement without `--signed`, and is carried out with it."""
        where = {**self._environment, **(environment or {})}
        asked = run(*command, home=self._home, environment=where)
        assert asked.code == 0, asked.error
        return run(*command, "--signed", str(self.signed(asked.out)), home=self._home, environment=where)
