"""Calls from a roomy frame, so that no depth of call is slow. Every process that serves, imports or tests starts in one.

CPython 3.11 to 3.13 keep a thread's frames in chunks of 16 KiB. A call that does not fit into what is left maps a new chunk,
and unmaps it when it returns: code that runs just below a chunk's end pays two system calls for every call that it makes. One
very large frame makes its thread take one very large chunk, and what is called from there stays within it.
See docs/decisions/roomy-frames.md. Nothing here depends on the rest of the hub.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

Result = TypeVar("Result")

# The chunk is the power of two above the frame, so at least so much of it is left for the calls: CPython's thousand frames
# (`sys.getrecursionlimit`) of a kibibyte each, ten times what one usually takes. Mapped memory costs nothing until it is used.
ROOM_BYTES = 1024 * 1024
_SLOT_BYTES = 8  # a pointer


def from_roomy_frame(call: Callable[[], Result]) -> Result:
    """What `call` returns or raises; it and all that it calls in this thread have `ROOM_BYTES` for their frames."""
    return call()


# A frame's size is that of its local variables and of its evaluation stack; the stack's is the compiler's guess, to be raised.
from_roomy_frame.__code__ = from_roomy_frame.__code__.replace(co_stacksize=ROOM_BYTES // _SLOT_BYTES)


@dataclass(frozen=True)
class FromRoomyFrame(Generic[Result]):
    """`target`, called from a roomy frame: for a process or a thread that somebody else starts. Pickles when `target` does."""

    target: Callable[..., Result]

    def __call__(self, *arguments: Any, **named: Any) -> Result:
        return from_roomy_frame(lambda: self.target(*arguments, **named))
