"""What a resident keeps of the hub, and their own check of it: offline, without a home, with a key that they were given."""

from hub.keeping.checking import Evidence, Findings, Term, check_kept
from hub.keeping.files import Kept, read_kept

__all__ = ["Evidence", "Findings", "Kept", "Term", "check_kept", "read_kept"]
