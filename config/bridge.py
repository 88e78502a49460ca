"""
HTTP of an ASGI server handed to Django's WSGI handler, which costs a tenth of Django's ASGI handler per request.

A slow client never holds a thread: the body is spooled before a thread is taken, the answer buffered before it is sent.
What may not be kept on the way is asked for again while it leaves: a right that is taken away stops it half-way.
"""

import asyncio
import io
import logging
import tempfile
from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import IO, Any

from a2wsgi.wsgi import build_environ

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Headers = list[tuple[str, str]]

log = logging.getLogger("qafila.requests")
MEMORY = 1_000_000
LARGEST_BODY = 25_000_000
CHUNK = 65_536
ASKED_AGAIN_SECONDS = 2
TAKEN_AWAY = frozenset({302, 401, 403, 404})
TOO_LARGE = "qafila.too_large"  # set where the application must refuse: its body was not kept


class Bridge:
    """An ASGI application for HTTP over a WSGI one, with a few threads of its own."""

    def __init__(self, application: Callable[..., Iterable[bytes]], *, threads: int) -> None:
        self.application = application
        self.pool = ThreadPoolExecutor(threads, thread_name_prefix="http")

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        with tempfile.SpooledTemporaryFile(MEMORY) as body, tempfile.SpooledTemporaryFile(MEMORY) as answer:
            size = await _spool(receive, body)
            if size is None:
                return
            environ: dict[str, Any] = {**build_environ(scope, body), "CONTENT_LENGTH": str(size)}  # type: ignore[arg-type]
            if size > LARGEST_BODY:
                environ |= {TOO_LARGE: True, "CONTENT_LENGTH": "0", "wsgi.input": io.BytesIO()}
            loop = asyncio.get_running_loop()
            same = {**environ, "REQUEST_METHOD": "HEAD", "CONTENT_LENGTH": "0", "wsgi.input": io.BytesIO()}
            status, headers = await loop.run_in_executor(self.pool, self._answer, environ, answer)
            sending = asyncio.ensure_future(_send(send, status, headers, answer))
            if scope["method"] == "GET" and _is_private(status, headers):
                await self._stop_when_taken_away(sending, same)
            with suppress(asyncio.CancelledError):  # the server closes what is not whole
                await sending

    async def _stop_when_taken_away(self, sending: asyncio.Future[None], same: dict[str, Any]) -> None:
        """Ask for the same again every few seconds for as long as it takes to leave, and drop it once it would be refused."""
        loop = asyncio.get_running_loop()
        while not (await asyncio.wait({sending}, timeout=ASKED_AGAIN_SECONDS))[0]:
            with tempfile.SpooledTemporaryFile(MEMORY) as nothing:
                status, _headers = await loop.run_in_executor(self.pool, self._answer, dict(same), nothing)
            if int(status[:3]) in TAKEN_AWAY:
                sending.cancel()
                log.info("stopped half-way: the right was taken away", extra={"facts": {"status": int(status[:3])}})

    def _answer(self, environ: dict[str, Any], answer: IO[bytes]) -> tuple[str, Headers]:
        started: list[tuple[str, Headers]] = []

        def start_response(status: str, headers: Headers, _exc_info: Any = None) -> Callable[[bytes], int]:
            started.append((status, headers))
            return answer.write

        chunks = self.application(environ, start_response)
        try:
            for chunk in chunks:
                answer.write(chunk)
        finally:
            close = getattr(chunks, "close", None)
            if close is not None:
                close()
        answer.seek(0)
        return started[-1]


def _is_private(status: str, headers: Headers) -> bool:
    """Return whether an answer is one that nobody on the way may keep."""
    kept = next((value for name, value in headers if name.lower() == "cache-control"), "")
    return status.startswith("200") and "no-store" in kept


async def _spool(receive: Receive, body: IO[bytes]) -> int | None:
    """Return the size of the body, one byte over the limit when larger, None when the client left."""
    size = 0
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            return None
        chunk = message.get("body", b"")
        size += len(chunk)
        if size > LARGEST_BODY:
            body.truncate(0)
            return LARGEST_BODY + 1
        body.write(chunk)
        if not message.get("more_body", False):
            body.seek(0)
            return size


async def _send(send: Send, status: str, headers: Headers, answer: IO[bytes]) -> None:
    raw = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers]
    await send({"type": "http.response.start", "status": int(status.split(maxsplit=1)[0]), "headers": raw})
    chunk = answer.read(CHUNK)
    while following := answer.read(CHUNK):
        await send({"type": "http.response.body", "body": chunk, "more_body": True})
        chunk = following
    await send({"type": "http.response.body", "body": chunk, "more_body": False})
