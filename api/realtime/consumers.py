"""
One socket for a page: it tells which lead, notice or conversation changed, and takes the frames of `api.realtime.frames`.

What it tells may be lost, doubled or late: each push carries the place of a message, and a gap makes the page ask for it.
"""

import asyncio
import json
from collections.abc import Hashable
from time import monotonic
from typing import Any
from weakref import WeakSet

from channels.consumer import get_handler_name
from channels.db import database_sync_to_async
from channels.generic.websocket import AsyncWebsocketConsumer
from django.conf import settings

from accounts import queries as accounts
from api.actors import from_session
from api.realtime import groups, watch
from api.realtime.frames import FRAMES, POSTS, answer
from kernel import clock
from kernel.actor import ANONYMOUS, Actor

SIGNED_OUT, NOT_ALLOWED, TOO_FAST, TOO_BIG = 4401, 4403, 4429, 1009
RECHECK_SECONDS = 5
LARGEST_FRAME = 65_536
FRAMES_A_MINUTE = 300
SOCKETS_A_USER = 20
PRESENCE_SECONDS = 2

_open: WeakSet["LiveConsumer"] = WeakSet()


def open_sockets() -> int:
    """Return how many sockets this process serves."""
    return len(_open)


class LiveConsumer(AsyncWebsocketConsumer):
    """Holds no rule: the actor comes from the session, what it may see is asked again by HTTP."""

    actor: Actor = ANONYMOUS
    checked_at = 0.0
    standing: Hashable = None
    told: tuple[str, str] = ("", "")
    told_at = 0.0

    async def dispatch(self, message: dict[str, Any]) -> None:
        """Hand a message to its handler, without the look at database connections that Channels takes first: each query does."""
        await getattr(self, get_handler_name(message))(message)

    async def connect(self) -> None:
        groups.serve_on(asyncio.get_running_loop())
        self.frames: list[float] = []
        self.posts: list[float] = []
        await self.accept()
        if not await self._is_let_in():
            return
        if sum(other.actor.user_id == self.actor.user_id for other in _open) >= SOCKETS_A_USER:
            await self.close(TOO_FAST)
            return
        _open.add(self)
        watch.over(_open)
        await self.send(json.dumps({"type": "ready"}))

    async def disconnect(self, _code: int) -> None:
        if self.actor != ANONYMOUS:
            await self.channel_layer.group_discard(groups.organization(self.actor.organization_id), self.channel_name)
        _open.discard(self)

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        """Answer any frame: what is wrong with it is said, and ends nothing."""
        now = monotonic()
        self.frames = [*(moment for moment in self.frames if now - moment < 60), now]
        if len(text_data or bytes_data or "") > LARGEST_FRAME:
            await self.close(TOO_BIG)
        elif len(self.frames) > FRAMES_A_MINUTE:
            await self.close(TOO_FAST)
        else:
            await self._answer(text_data)

    async def _answer(self, text: str | None) -> None:
        frame = _read(text)
        kind = frame.get("type")
        if kind == "ping":
            await self.send(json.dumps({"type": "pong"}))
        elif kind == "error":
            await self.send(json.dumps(frame))
        elif not isinstance(kind, str) or kind not in FRAMES:
            await self.send(json.dumps({"type": "error", "code": "unknown_type"}))
        elif kind in POSTS and self._posts_too_fast():
            wait = {"type": "error", "for": kind, "code": "too_many", "client_id": str(frame.get("client_id"))[:40]}
            await self.send(json.dumps(wait))
        elif kind == "presence" and self._is_told_already(frame):
            await self.send(json.dumps({"type": "error", "for": kind, "code": "too_many"}))
        elif await self._is_still_let_in():
            await self.send(await database_sync_to_async(answer)(self.actor, frame))

    def _posts_too_fast(self) -> bool:
        now = monotonic()
        self.posts = [moment for moment in self.posts if now - moment < 60]
        if len(self.posts) >= settings.MESSAGES_A_MINUTE:
            return True
        self.posts.append(now)
        return False

    def _is_told_already(self, frame: dict[str, Any]) -> bool:
        """Return whether it said the same a moment ago; else remember it, and where it is: a page is in one conversation."""
        told, now = (str(frame.get("conversation_id"))[:40], str(frame.get("state"))[:10]), monotonic()
        if told == self.told and now - self.told_at < PRESENCE_SECONDS:
            return True
        self.told, self.told_at = told, now
        return False

    async def lead_changed(self, event: dict[str, Any]) -> None:
        await self._push({"type": "lead.changed", "lead_id": event["lead_id"]})

    async def notice_posted(self, event: dict[str, Any]) -> None:
        if event["user_id"] == str(self.actor.user_id):
            await self._push({"type": "notice.posted", "notice_id": event["notice_id"]})

    async def message_posted(self, event: dict[str, Any]) -> None:
        told = {name: event[name] for name in ("conversation_id", "sequence")}
        await self._push({"type": "message.posted", **told})

    async def conversation_read(self, event: dict[str, Any]) -> None:
        told = {name: event[name] for name in ("conversation_id", "sequence", "organization_id")}
        await self._push({"type": "conversation.read", **told})

    async def conversation_presence(self, event: dict[str, Any]) -> None:
        if event["conversation_id"] == self.told[0]:
            told = {name: event[name] for name in ("conversation_id", "state", "organization_id")}
            await self._push({"type": "presence", **told})

    async def access_changed(self, _event: dict[str, Any]) -> None:
        """Somebody of the organization may do less: whether it is this one is asked at once."""
        await self.look_again()

    async def grant_withdrawn(self, event: dict[str, Any]) -> None:
        await self._push({"type": "grant.withdrawn", "grant_id": event["grant_id"]})

    async def look_again(self) -> bool:
        self.checked_at = 0.0
        return await self._is_still_let_in()

    async def _push(self, message: dict[str, Any]) -> None:
        if await self._is_still_let_in():
            await self.send(json.dumps(message))

    async def _is_still_let_in(self) -> bool:
        """Return whether it is still the member of the same organization that it was, asked again after some seconds."""
        before = self.actor.organization_id
        fresh = monotonic() - self.checked_at < RECHECK_SECONDS
        return (fresh or await self._is_let_in()) and self.actor.organization_id == before

    async def _is_let_in(self) -> bool:
        """Read session, member and organization again; leave or change the group when they changed."""
        actor, signed_in, self.standing = await database_sync_to_async(self._read)()
        if actor.organization_id != self.actor.organization_id:
            await self._move(self.actor, actor)
        self.actor, self.checked_at = actor, monotonic()
        if actor.is_anonymous:
            await self.close(NOT_ALLOWED if signed_in else SIGNED_OUT)
        return not actor.is_anonymous

    @property
    def session_key(self) -> str:
        session = self.scope.get("session")
        return (session.session_key if session else None) or ""

    def _read(self) -> tuple[Actor, bool, Hashable]:
        """Return actor, whether somebody is signed in, and what both depend on, read before them."""
        key, user_id = self.session_key, self.scope["user"].pk
        standing = accounts.standings({key: user_id}, now=clock.now()).get(key) if user_id else None
        return *from_session(key), standing

    async def _move(self, before: Actor, after: Actor) -> None:
        if before != ANONYMOUS:
            await self.channel_layer.group_discard(groups.organization(before.organization_id), self.channel_name)
        if after != ANONYMOUS:
            await self.channel_layer.group_add(groups.organization(after.organization_id), self.channel_name)


def _read(text: str | None) -> dict[str, Any]:
    """Return a frame, or the error that answers what is none."""
    try:
        frame = json.loads(text or "")
    except (ValueError, RecursionError):
        return {"type": "error", "code": "not_json"}
    return frame if isinstance(frame, dict) and frame.get("type") != "error" else {"type": "unknown"}
