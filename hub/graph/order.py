"""What the starter hands to the process of the embedded Neo4j."""

from pathlib import Path

from pydantic import BaseModel, ConfigDict


class Order(BaseModel):
    """As JSON on standard input. No secret is in it: the password is read from its file."""

    model_config = ConfigDict(frozen=True)

    folder: Path
    port: int
    jvm: Path
    jvm_flags: list[str]
    jars: list[Path]
    conf: str
    set_password_text: str
    show_failures_text: str
