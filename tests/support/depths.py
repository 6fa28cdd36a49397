"""Looks for the depth of call at which each further call takes memory and gives it back (see hub/frames.py).

What is counted are page faults of the thread that asks: a chunk of frames that is mapped anew is touched anew. No time is
measured.
"""

import resource
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

CALLS = 200  # at each depth
DEPTHS = 400  # of some 15 words each: more than three chunks' ends are passed


def slowest() -> int:
    """The page faults of `CALLS` calls, at the depth below the caller's at which they are most."""
    return max(_faults(depth) for depth in range(DEPTHS))


def create() -> Starlette:
    """An application whose one page answers with `slowest` of where the server calls it."""

    async def answer(_request: Request) -> JSONResponse:
        return JSONResponse(slowest())

    return Starlette(routes=[Route("/", answer), Route("/health/ready", answer)])


def _faults(depth: int) -> int:
    if depth:
        return _faults(depth - 1)
    before = _taken()
    for _ in range(CALLS):
        _leaf()
    return _taken() - before


def _leaf() -> Any:
    """Its frame is larger than what one more depth takes: wherever a chunk ends, it does not fit at one of the depths."""
    return None


_leaf.__code__ = _leaf.__code__.replace(co_stacksize=128)


def _taken() -> int:
    return resource.getrusage(resource.RUSAGE_THREAD).ru_minflt
