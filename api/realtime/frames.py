"""What a page says over its socket: each frame is the HTTP operation of the same name, with the same body and the same errors."""

import json
from collections.abc import Callable, Mapping
from typing import Any

from rest_framework import serializers
from rest_framework.renderers import JSONRenderer
from rest_framework.serializers import Serializer

from api import errors
from api.realtime import broadcast
from api.serializers import Strict
from api.v1.conversations.serializers import MessageIn, MessageOut, ReadIn
from kernel import clock
from kernel.actor import Actor
from messaging import actions, queries

MOST_AT_ONCE = 100


class PostFrame(MessageIn):
    conversation_id = serializers.UUIDField()


class ReadFrame(ReadIn):
    conversation_id = serializers.UUIDField()


class AfterFrame(Strict):
    conversation_id = serializers.UUIDField()
    after = serializers.IntegerField(min_value=0, max_value=2**31 - 1)


class PresenceFrame(Strict):
    conversation_id = serializers.UUIDField()
    state = serializers.ChoiceField(choices=("here", "typing"))


def post(actor: Actor, sent: dict[str, Any]) -> dict[str, Any]:
    """Keep a message; the answer is its acknowledgement, given after the commit."""
    row, _is_new = actions.post_message(actor, **sent, now=clock.now())
    (line,) = queries.lines(actor, [row])
    return {"type": "message.kept", **MessageOut(line).data}


def write_to_team(actor: Actor, sent: dict[str, Any]) -> dict[str, Any]:
    """Keep a message to the team; the first one opens the conversation that the answer names."""
    row, _is_new = actions.write_to_team(actor, **sent, now=clock.now())
    (line,) = queries.lines(actor, [row])
    return {"type": "message.kept", **MessageOut(line).data}


def read(actor: Actor, sent: dict[str, Any]) -> dict[str, Any]:
    mark = actions.mark_read(actor, **sent, now=clock.now())
    return {"type": "conversation.read", "conversation_id": sent["conversation_id"], "sequence": mark.sequence}


def after(actor: Actor, sent: dict[str, Any]) -> dict[str, Any]:
    """Return exactly what came after a place, page by page."""
    queries.conversation(actor, sent["conversation_id"])
    rows = queries.messages(actor, sent["conversation_id"]).filter(sequence__gt=sent["after"])[: MOST_AT_ONCE + 1]
    lines = queries.lines(actor, rows)
    shown = MessageOut(lines[:MOST_AT_ONCE], many=True).data
    more = len(lines) > MOST_AT_ONCE
    return {"type": "messages", "conversation_id": sent["conversation_id"], "results": shown, "more": more}


def presence(actor: Actor, sent: dict[str, Any]) -> dict[str, Any]:
    """Tell the other parties that this one is here or writing; it is kept nowhere and may be lost."""
    queries.meet(actor, sent["conversation_id"], writing=sent["state"] == "typing")
    broadcast.present(actor, sent["conversation_id"], sent["state"])
    return {"type": "presence.told", **sent}


FRAMES: dict[str, tuple[type[Serializer[Any]], Callable[[Actor, dict[str, Any]], dict[str, Any]]]] = {
    "message.post": (PostFrame, post),
    "team.write": (MessageIn, write_to_team),
    "conversation.read": (ReadFrame, read),
    "messages.after": (AfterFrame, after),
    "presence": (PresenceFrame, presence),
}

POSTS = frozenset({"message.post", "team.write"})


def answer(actor: Actor, frame: Mapping[str, Any]) -> str:
    """Do what a frame asks for and return the answer; whatever is wrong with it is an answer too, and changes nothing."""
    kind, handle = FRAMES[frame["type"]]
    named = {name: value for name in ("client_id", "conversation_id") if isinstance(value := frame.get(name), str)}
    try:
        serializer = kind(data={name: value for name, value in frame.items() if name != "type"})
        serializer.is_valid(raise_exception=True)
        told: Mapping[str, Any] = handle(actor, dict(serializer.validated_data))
    except Exception as error:  # noqa: BLE001 - the handler of HTTP errors names each, and logs what nobody expected
        problem = json.loads(errors.handler(error, {}).content)
        told = {**problem, **named, "type": "error", "for": frame["type"]}
    return JSONRenderer().render(told).decode()
