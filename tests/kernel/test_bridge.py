"""HTTP through the bridge: bodies spooled before a thread is taken, answers whole, clients that leave forgotten."""

import asyncio
import time

import pytest

from config.bridge import LARGEST_BODY, TOO_LARGE, Bridge


def application(environ, start_response):
    body = environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"]))
    if environ["PATH_INFO"] == "/slow":
        time.sleep(0.05)
    status = "413 Too Large" if environ.get(TOO_LARGE) else "201 Created"
    start_response(status, [("Content-Type", "text/plain"), ("X-Path", environ["PATH_INFO"])])
    return [b"got ", str(len(body)).encode()]


def call(bridge, path, messages):
    sent = []

    async def run():
        waiting = iter(messages)

        async def receive():
            delay, message = next(waiting)
            await asyncio.sleep(delay)
            return message

        async def send(message):
            sent.append(message)

        scope = {
            "type": "http",
            "method": "POST",
            "path": path,
            "query_string": b"",
            "http_version": "1.1",
            "headers": [(b"content-type", b"text/plain")],
            "server": ("localhost", 80),
        }
        await bridge(scope, receive, send)

    return run, sent


def test_a_body_in_pieces_arrives_whole():
    chunks = [(0, {"type": "http.request", "body": b"x" * 10, "more_body": i < 2}) for i in range(3)]
    run, sent = call(Bridge(application, threads=1), "/a", chunks)
    asyncio.run(run())
    assert sent[0]["status"] == 201
    assert (b"x-path", b"/a") in sent[0]["headers"]
    assert b"".join(message.get("body", b"") for message in sent) == b"got 30"
    assert sent[-1]["more_body"] is False


def test_a_slow_sender_holds_no_thread():
    bridge = Bridge(application, threads=1)
    slow, slow_sent = call(bridge, "/a", [(0.3, {"type": "http.request", "body": b"1", "more_body": False})])
    quick, quick_sent = call(bridge, "/b", [(0, {"type": "http.request", "body": b"", "more_body": False})])

    async def both():
        first = asyncio.create_task(slow())
        await asyncio.sleep(0.01)
        await quick()
        assert quick_sent
        assert not slow_sent
        await first

    asyncio.run(both())
    assert slow_sent[0]["status"] == 201


def test_a_client_that_leaves_reaches_no_view():
    run, sent = call(Bridge(application, threads=1), "/a", [(0, {"type": "http.disconnect"})])
    asyncio.run(run())
    assert sent == []


@pytest.mark.parametrize("size", [LARGEST_BODY + 1])
def test_a_body_beyond_the_limit_is_not_kept_and_the_application_says_so(size):
    run, sent = call(
        Bridge(application, threads=1), "/a", [(0, {"type": "http.request", "body": b"0" * size, "more_body": True})]
    )
    asyncio.run(run())
    assert sent[0]["status"] == 413
    assert sent[1]["body"] == b"got 0"
