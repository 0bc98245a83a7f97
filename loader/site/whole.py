"""Answers from one state of the corpus: what is being made while a load replaces the file is made again."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from . import live
from .guard import App, Message, Send
from .ours import file_stamp

if TYPE_CHECKING:
    from datasette.app import Datasette

TRIES = 3
"""A load takes longer than an answer: one that is overtaken twice is a wonder."""


class OvertakenError(Exception):
    """A load replaced the file of a corpus while an answer was being read from it."""

    def __init__(self) -> None:
        super().__init__("The corpus was replaced while this was being read. Ask again.")


def whole(app: App, datasette: Datasette) -> App:
    """`app`, whose every answer comes from one state of the corpora; a stream that has begun is broken off instead."""

    def stamps() -> list[object]:
        return [file_stamp(datasette.databases[name].path) for name in live.corpora(datasette)]

    async def once(
        scope: Message, receive: Callable[[], Awaitable[Message]], send: Send, *, is_last: bool
    ) -> None:
        before, start = stamps(), None

        async def hold(message: Message) -> None:
            nonlocal start
            if message["type"] == "http.response.start":
                start = message
                return
            if stamps() != before and not (is_last and start):
                raise OvertakenError
            if start:
                first, start = start, None
                await send(first)
            await send(message)

        await app(scope, receive, hold)

    async def made_whole(scope: Message, receive: Callable[[], Awaitable[Message]], send: Send) -> None:
        if scope["type"] != "http" or scope["method"] != "GET" or scope["path"].endswith(".db"):
            await app(scope, receive, send)
            return
        began = False

        async def begin(message: Message) -> None:
            nonlocal began
            began = True
            await send(message)

        for n in range(TRIES):
            try:
                await once(scope, receive, begin, is_last=n == TRIES - 1)
            except OvertakenError:
                if began:
                    raise
            else:
                return

    return made_whole
