from functools import partial
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from api.idempotent import HEADER, once
from api.v1.conversations.serializers import (
    ConversationOut,
    MarkOut,
    MessageIn,
    MessageOut,
    MessagesFoundOut,
    MuteIn,
    ReadIn,
    TextIn,
    WordsIn,
)
from api.views import Page, View
from kernel import clock
from kernel.errors import Refused
from marketplace import queries as marketplace
from messaging import actions, queries


class Conversations(Page):
    """The conversations that one's organization takes part in, the latest first."""

    serializer_class = ConversationOut
    orderings = ("-last_at",)

    @extend_schema(operation_id="conversations", responses=ConversationOut(many=True))
    def get(self, _request: Request) -> Response:
        return self.page(queries.conversations(self.actor))


class Found(View):
    """The messages of one's conversations that hold every word, and the requests that began with them, the latest first: fifty at most of each."""

    serializer_class = MessagesFoundOut
    parameters = ("q",)

    @extend_schema(operation_id="messages_found", parameters=[WordsIn])
    def get(self, request: Request) -> Response:
        asked = WordsIn(data=request.query_params.dict())
        asked.is_valid(raise_exception=True)
        words = asked.validated_data["q"]
        found, begun = queries.found(self.actor, words), marketplace.begun_with(self.actor, words)
        return self.answer({"results": found, "begun": begun})


class ConversationTeam(View):
    """Write to the team of Qafila: one conversation each, opened by its first message; read by the operators in charge."""

    serializer_class = MessageOut

    @extend_schema(operation_id="team_write", request=MessageIn, responses={201: MessageOut}, parameters=[HEADER])
    @once
    def post(self, _request: Request) -> Response:
        """Say something to the team; sent again under the same `client_id`, it is answered with the first one."""
        if not queries.may_write_to_team(self.actor):
            raise Refused("write_to_team")
        row, _is_new = actions.write_to_team(self.actor, **self.body(MessageIn), now=clock.now())
        return self.answer(queries.lines(self.actor, [row])[0], status=201)


class Conversation(View):
    serializer_class = ConversationOut

    @extend_schema(operation_id="conversation")
    def get(self, _request: Request, conversation_id: UUID) -> Response:
        return self.answer(queries.conversation(self.actor, conversation_id))


class Messages(Page):
    """The messages of a conversation in order; `after` gives exactly what came since a place."""

    serializer_class = MessageOut
    parameters = ("after",)
    orderings = ("sequence", "-sequence")

    @extend_schema(
        operation_id="messages",
        responses=MessageOut(many=True),
        parameters=[OpenApiParameter("after", int, description="Only messages whose sequence is greater.")],
    )
    def get(self, request: Request, conversation_id: UUID) -> Response:
        queries.conversation(self.actor, conversation_id)
        rows = queries.messages(self.actor, conversation_id)
        if (after := request.query_params.get("after")) is not None:
            rows = rows.filter(sequence__gt=_place(after))
        return self.page(rows, partial(queries.lines, self.actor))

    @extend_schema(operation_id="message_post", request=MessageIn, responses={201: MessageOut}, parameters=[HEADER])
    @once
    def post(self, _request: Request, conversation_id: UUID) -> Response:
        """Say something; sent again under the same `client_id`, it is answered with the first one."""
        self.allowed(queries.conversation(self.actor, conversation_id), "post")
        sent = self.body(MessageIn)
        row, _is_new = actions.post_message(self.actor, conversation_id=conversation_id, **sent, now=clock.now())
        return self.answer(queries.lines(self.actor, [row])[0], status=201)


class Message(View):
    serializer_class = MessageOut

    def _shown(self, row: Any) -> Response:
        (line,) = queries.lines(self.actor, [queries.messages(self.actor, row.conversation_id).get(pk=row.pk)])
        return self.answer(line)

    @extend_schema(operation_id="message")
    def get(self, _request: Request, conversation_id: UUID, message_id: UUID) -> Response:
        return self._shown(queries.messages(self.actor, conversation_id).get(pk=message_id))

    @extend_schema(operation_id="message_change", request=TextIn)
    def patch(self, _request: Request, conversation_id: UUID, message_id: UUID) -> Response:
        """Say it differently: what it said before is kept."""
        self.allowed(queries.messages(self.actor, conversation_id).get(pk=message_id), "change")
        text = self.body(TextIn)["text"]
        ids = {"conversation_id": conversation_id, "message_id": message_id}
        return self._shown(actions.change_message(self.actor, **ids, text=text, now=clock.now()))

    @extend_schema(operation_id="message_remove", responses={204: None})
    def delete(self, _request: Request, conversation_id: UUID, message_id: UUID) -> Response:
        """Take it away: its place stays."""
        ids = {"conversation_id": conversation_id, "message_id": message_id}
        actions.remove_message(self.actor, **ids, now=clock.now())
        return Response(status=204)


class ConversationRead(View):
    """Say how far one has read; an earlier place changes nothing."""

    serializer_class = MarkOut

    @extend_schema(operation_id="conversation_read", request=ReadIn, responses={200: MarkOut}, parameters=[HEADER])
    @once
    def post(self, _request: Request, conversation_id: UUID) -> Response:
        queries.conversation(self.actor, conversation_id)
        sequence = self.body(ReadIn)["sequence"]
        mark = actions.mark_read(self.actor, conversation_id=conversation_id, sequence=sequence, now=clock.now())
        return self.answer(mark)


class ConversationMute(View):
    """Be told of a conversation no more, or again."""

    serializer_class = MarkOut

    @extend_schema(operation_id="conversation_mute", request=MuteIn, responses={200: MarkOut}, parameters=[HEADER])
    @once
    def post(self, _request: Request, conversation_id: UUID) -> Response:
        queries.conversation(self.actor, conversation_id)
        muted = self.body(MuteIn)["muted"]
        return self.answer(actions.mute(self.actor, conversation_id=conversation_id, muted=muted, now=clock.now()))


def _place(typed: str) -> int:
    if not (typed.isascii() and typed.isdigit() and len(typed) < 10):
        raise ValidationError({"after": [_("A whole number is needed.")]}, code="not_whole")
    return int(typed)
