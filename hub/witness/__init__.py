"""A witness: signs a log's checkpoint only when it continues the one it signed before (C2SP tlog-witness).

Run by a department, away from the hub: it holds a key of its own and, for each log, the last checkpoint. It never sees
an entry. Of the hub it uses the tree's arithmetic and the texts' formats, nothing else.
"""

from hub.witness.cosigning import Cosigner
from hub.witness.keys import make_key, read_key

__all__ = ["Cosigner", "make_key", "read_key"]
