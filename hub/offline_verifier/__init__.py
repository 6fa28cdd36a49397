"""What a resident keeps of the hub, and their own check of it: offline, without a home, with a key that they were given."""

from hub.offline_verifier.checking import Evidence, Findings, Term, check_kept
from hub.offline_verifier.files import Kept, read_kept

__all__ = ["Evidence", "Findings", "Kept", "Term", "check_kept", "read_kept"]
