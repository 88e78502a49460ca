"""
The rights matrix of sockets: every frame for each role, in a conversation of Argane and Chams, in one that is accepted, in that
of Argane with the team, and in none that exists.

`frames.csv` is the declaration; a frame that is not in it fails. `WRITE_RIGHTS=1` writes what is observed, to be read line
by line before it is kept.
"""

import asyncio
import csv
import os
from pathlib import Path
from uuid import UUID

import pytest
from asgiref.sync import sync_to_async
from channels.testing import WebsocketCommunicator
from django.conf import settings
from django.contrib.auth import get_user_model
from django.test import Client

from api.realtime.frames import FRAMES
from config.asgi import application
from kernel.ids import uuid7
from tests.architecture.world import make_world
from tests.factories.accounts import sign_in

MATRIX = Path(__file__).with_name("frames.csv")
BODIES = {
    "message.post": {"text": "Bonjour"},
    "conversation.read": {"sequence": 1},
    "messages.after": {"after": 0},
    "presence here": {"state": "here"},
    "presence typing": {"state": "typing"},
    "team.write": {"text": "Une question"},
    "subscribe": {},
}
PUSHED = {"message.posted", "presence", "lead.changed", "notice.posted"}


async def socket_of(actor) -> WebsocketCommunicator:
    headers = [(b"origin", b"http://testserver"), (b"host", b"testserver")]
    if actor is not None:
        user = await sync_to_async(get_user_model().objects.get)(pk=actor.user_id)
        client = await sync_to_async(sign_in)(Client(), user)
        held = client.cookies[settings.SESSION_COOKIE_NAME].value
        headers.append((b"cookie", f"{settings.SESSION_COOKIE_NAME}={held}".encode()))
    return WebsocketCommunicator(application, "/ws/live/", headers=headers)


async def ask(socket: WebsocketCommunicator, name: str, conversation_id: UUID) -> str:
    """Send a frame and return what it is answered by: a type, or the code of an error."""
    frame = {"type": name.split(maxsplit=1)[0], **BODIES[name]}
    if name != "team.write":
        frame["conversation_id"] = str(conversation_id)
    if name in {"message.post", "team.write"}:
        frame["client_id"] = str(uuid7())
    await socket.send_json_to(frame)
    while True:
        told = await socket.receive_json_from(5)
        if told["type"] in PUSHED or "organization_id" in told:
            continue
        return told["code"] if told["type"] == "error" else told["type"]


async def answers(actor, places: list[tuple[str, UUID]]) -> dict[tuple[str, str], str]:
    """Return what each frame is answered by in each place, or how the socket was closed."""
    socket = await socket_of(actor)
    await socket.connect()
    first = await socket.receive_output(5)
    if first["type"] == "websocket.close":
        return {(name, place): str(first["code"]) for name in BODIES for place, _id in places}
    found = {(name, place): await ask(socket, name, one) for name in BODIES for place, one in places}
    await socket.disconnect()
    return found


def observed(world) -> list[dict[str, str]]:
    ids = world["ids"]
    places = [
        ("asked", ids["conversation_id"]),
        ("accepted", ids["accepted_conversation_id"]),
        ("team", ids["team_conversation_id"]),
        ("missing", uuid7()),
    ]
    rows = [{"frame": name, "conversation": place} for name in BODIES for place, _id in places]
    for role, actor in world["roles"].items():
        found = asyncio.run(answers(actor, places))
        for row in rows:
            row[role] = found[row["frame"], row["conversation"]]
    return rows


@pytest.mark.django_db(transaction=True)
def test_every_frame_answers_each_role_as_declared(monkeypatch):
    monkeypatch.setattr("api.realtime.consumers.PRESENCE_SECONDS", 0)
    rows = observed(make_world())
    if os.environ.get("WRITE_RIGHTS"):
        with MATRIX.open("w", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)
    with MATRIX.open() as file:
        declared = list(csv.DictReader(file))
    assert {name.split()[0] for name in BODIES} - {"subscribe"} == set(FRAMES), "declare the frame in frames.csv"
    different = [f"declared {one} found {other}" for one, other in zip(declared, rows, strict=True) if one != other]
    assert not different, "\n".join(different)


def test_what_is_foreign_is_answered_like_what_is_missing():
    with MATRIX.open() as file:
        rows = list(csv.DictReader(file))
    missing = {row["frame"]: row["owner"] for row in rows if row["conversation"] == "missing"}
    for row in rows:
        assert row["visitor"] == "4401", row
        if row["frame"] == "team.write":
            continue  # it names no conversation
        strangers = ("rival", "other_partner", "institution", "operator")
        for role in strangers[:-1] if row["conversation"] == "team" else strangers:
            assert row[role] == missing[row["frame"]], (role, row)
