"""A TCP proxy before a Bolt server, which cuts the line once, at a chosen message."""

import asyncio
from enum import Enum
from typing import Self
from urllib.parse import urlsplit

_MARK = b"TestMark"  # in the RUN of a test's own statement
_COMMIT = b"\x00\x02\xb0\x12\x00\x00"  # the Bolt message COMMIT, as one chunk


class CutAt(Enum):
    """Where the line is cut; `SILENT` passes nothing back from the first statement on, and cuts nothing."""

    RUN = "before a statement reaches the server"
    COMMIT = "before the commit reaches the server"
    COMMIT_ANSWER = "before the answer to the commit reaches the client"
    SILENT = "never"


class CuttingProxy:
    """Listens on loopback while entered. `cuts` counts how often it cut."""

    def __init__(self, uri: str, cut: CutAt) -> None:
        address = urlsplit(uri)
        self._server_address = (address.hostname, address.port)
        self._cut = cut
        self._tasks: set[asyncio.Task[None]] = set()
        self.cuts = 0
        self.uri = ""

    async def __aenter__(self) -> Self:
        self._listener = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        self.uri = f"bolt://127.0.0.1:{self._listener.sockets[0].getsockname()[1]}"
        return self

    async def __aexit__(self, *_: object) -> None:
        self._listener.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        back_reader, back_writer = await asyncio.open_connection(*self._server_address)
        answers = asyncio.create_task(self._pass_back(back_reader, writer))
        try:
            while data := await reader.read(65536):
                if self._is_time(data) and await self._cut_line(data, back_writer):
                    break
                back_writer.write(data)
                await back_writer.drain()
        finally:
            answers.cancel()
            for each in (writer, back_writer):
                each.close()

    def _is_time(self, data: bytes) -> bool:
        if self._cut is CutAt.SILENT:
            return False
        return self.cuts == 0 and (_MARK if self._cut is CutAt.RUN else _COMMIT) in data

    async def _cut_line(self, data: bytes, server: asyncio.StreamWriter) -> bool:
        self.cuts += 1
        if self._cut is CutAt.COMMIT_ANSWER:  # it gets there, and has time to happen
            server.write(data)
            await server.drain()
            await asyncio.sleep(1)
        return True

    async def _pass_back(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        passed = 0
        while data := await reader.read(65536):
            passed += 1
            is_cut = self._cut is CutAt.COMMIT_ANSWER and self.cuts > 0
            is_silent = self._cut is CutAt.SILENT and passed > _HANDSHAKE_ANSWERS
            if not is_cut and not is_silent:
                writer.write(data)
                await writer.drain()


_HANDSHAKE_ANSWERS = 1  # the agreed version; after it even the sign-in is not answered
