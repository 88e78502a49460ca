from functools import partial
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from api.idempotent import HEADER, once
from api.v1.notices.filters import NoticeFilter
from api.v1.notices.serializers import ChoicesIn, ChoicesOut, NoticeOut, ReadOut
from api.views import Page, View
from kernel import clock
from notices import actions, queries


class Notices(Page):
    """What the member was told, newest first; for a key, what the member who made it was told."""

    serializer_class = NoticeOut
    filterset_class = NoticeFilter
    orderings = ("-created_at",)

    @extend_schema(operation_id="notices", responses=NoticeOut(many=True))
    def get(self, _request: Request) -> Response:
        return self.page(queries.notices(self.actor), partial(queries.told, self.actor))


class NoticeRead(View):
    serializer_class = ReadOut

    @extend_schema(operation_id="notice_read", request=None, responses={200: ReadOut}, parameters=[HEADER])
    @once
    def post(self, _request: Request, notice_id: UUID) -> Response:
        return self.answer({"marked": actions.mark_read(self.actor, notice_id=notice_id, now=clock.now())})


class NoticesRead(View):
    """Mark all of them as read."""

    serializer_class = ReadOut

    @extend_schema(operation_id="notices_read", request=None, responses={200: ReadOut}, parameters=[HEADER])
    @once
    def post(self, _request: Request) -> Response:
        return self.answer({"marked": actions.mark_read(self.actor, now=clock.now())})


class NoticeChoices(View):
    """How the member wants each kind by e-mail, and when it wants none; for a key, the member who made it."""

    serializer_class = ChoicesOut

    def _shown(self) -> Response:
        quiet = queries.quiet_of(self.actor.user_id)
        kept = {"paces": {kind.value: pace.value for kind, pace in queries.choices(self.actor.user_id).items()}}
        hours = {"quiet_from": quiet.starts, "quiet_until": quiet.ends, "quiet_sundays": quiet.sundays}
        return self.answer({**kept, **hours})

    @extend_schema(operation_id="notice_choices")
    def get(self, _request: Request) -> Response:
        return self._shown()

    @extend_schema(operation_id="notice_choices_change", request=ChoicesIn)
    def patch(self, _request: Request) -> Response:
        actions.choose(self.actor, **self.body(ChoicesIn, partial=True))
        return self._shown()
