"""What an operator does for the market, in person: a key of an operator does nothing of it."""

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response

from accounts import actions as accounts_actions
from accounts import queries as accounts
from api.idempotent import HEADER, once
from api.v1.oversight.serializers import (
    AuditOut,
    CaseOut,
    CorrectionIn,
    MandateIn,
    MandateOut,
    OverseenOut,
    RefuseIn,
    SuspensionIn,
    VerifyIn,
)
from api.views import Page, View
from kernel import clock
from kernel.errors import Refused
from partners import actions, queries


class Overseen(Page):
    """The organizations that the operator watches over, suspended ones too."""

    serializer_class = OverseenOut

    @extend_schema(operation_id="overseen", responses=OverseenOut(many=True))
    def get(self, _request: Request) -> Response:
        return self.page(accounts.overseen(self.actor))


class OverseenOne(View):
    serializer_class = OverseenOut

    @extend_schema(operation_id="overseen_one")
    def get(self, _request: Request, organization_id: UUID) -> Response:
        return self.answer(accounts.overseen(self.actor).get(pk=organization_id))

    @extend_schema(operation_id="overseen_correct", request=CorrectionIn)
    def patch(self, _request: Request, organization_id: UUID) -> Response:
        """Correct the details, for a reason that is kept."""
        self.allowed(accounts.overseen(self.actor).get(pk=organization_id), "correct")
        values = self.body(CorrectionIn)
        reason, confirmed = values.pop("reason"), values.pop("confirmed", ())
        if "name" in values:
            values["organization"] = values.pop("name")
        accounts_actions.correct(
            self.actor,
            organization_id=organization_id,
            values=values,
            reason=reason,
            confirmed=confirmed,
            now=clock.now(),
        )
        return self.answer(accounts.overseen(self.actor).get(pk=organization_id))


class OverseenSuspend(View):
    """Take an organization off the market; suspending twice is once."""

    serializer_class = OverseenOut

    @extend_schema(
        operation_id="overseen_suspend", request=SuspensionIn, responses={200: OverseenOut}, parameters=[HEADER]
    )
    @once
    def post(self, _request: Request, organization_id: UUID) -> Response:
        self.allowed(accounts.overseen(self.actor).get(pk=organization_id), "suspend")
        reason = self.body(SuspensionIn)["reason"]
        actions.suspend(self.actor, organization_id=organization_id, reason=reason, now=clock.now())
        return self.answer(accounts.overseen(self.actor).get(pk=organization_id))


class OverseenLift(View):
    """Let it back; lifting twice is once."""

    serializer_class = OverseenOut

    @extend_schema(operation_id="overseen_lift", request=None, responses={200: OverseenOut}, parameters=[HEADER])
    @once
    def post(self, _request: Request, organization_id: UUID) -> Response:
        actions.lift_suspension(self.actor, organization_id=organization_id, now=clock.now())
        return self.answer(accounts.overseen(self.actor).get(pk=organization_id))


class Cases(Page):
    """Proofs of partners that wait for a person, and what was decided."""

    serializer_class = CaseOut

    @extend_schema(operation_id="cases", responses=CaseOut(many=True))
    def get(self, _request: Request) -> Response:
        return self.page(queries.cases(self.actor))


class Case(View):
    serializer_class = CaseOut

    @extend_schema(operation_id="case")
    def get(self, _request: Request, case_id: UUID) -> Response:
        return self.answer(queries.cases(self.actor).get(pk=case_id))


class CaseVerify(View):
    """Accept proofs, the registration among them, until a day."""

    serializer_class = CaseOut

    @extend_schema(operation_id="case_verify", request=VerifyIn, responses={200: CaseOut}, parameters=[HEADER])
    @once
    def post(self, _request: Request, case_id: UUID) -> Response:
        self.allowed(queries.cases(self.actor).get(pk=case_id), "decide")
        sent = self.body(VerifyIn)
        actions.verify(
            self.actor, case_id=case_id, credential_ids=sent["credentials"], until=sent["until"], now=clock.now()
        )
        return self.answer(queries.cases(self.actor).get(pk=case_id))


class CaseRefuse(View):
    """Refuse the proofs that wait, with a reason."""

    serializer_class = CaseOut

    @extend_schema(operation_id="case_refuse", request=RefuseIn, responses={200: CaseOut}, parameters=[HEADER])
    @once
    def post(self, _request: Request, case_id: UUID) -> Response:
        self.allowed(queries.cases(self.actor).get(pk=case_id), "decide")
        actions.refuse(self.actor, case_id=case_id, reason=self.body(RefuseIn)["reason"], now=clock.now())
        return self.answer(queries.cases(self.actor).get(pk=case_id))


class Audit(Page):
    """The audit trail: an owner reads what was done by and to its organization, an auditor all of it."""

    serializer_class = AuditOut
    orderings = ("-sequence",)

    @extend_schema(operation_id="audit", responses=AuditOut(many=True))
    def get(self, _request: Request) -> Response:
        if not accounts.may_read_trail(self.actor):
            raise Refused("trail")
        return self.page(accounts.trail(self.actor), lambda rows: accounts.named(self.actor, rows))


class Mandate(View):
    """Whether the team may act for one's own firm, and until when."""

    serializer_class = MandateOut

    @extend_schema(operation_id="mandate")
    def get(self, _request: Request) -> Response:
        """Answer 404 while nobody of the team may act."""
        held = accounts.mandate(self.actor)
        if held is None:
            raise NotFound
        return self.answer(held)

    @extend_schema(operation_id="mandate_give", request=MandateIn, parameters=[HEADER])
    @once
    def post(self, _request: Request) -> Response:
        """Let the team act for one's firm for some days; given again, the end moves."""
        if not accounts.may_give_mandate(self.actor):
            raise Refused("give_mandate")
        given = accounts_actions.give_mandate(self.actor, days=self.body(MandateIn)["days"], now=clock.now())
        return self.answer(given, status=201)

    @extend_schema(operation_id="mandate_withdraw", responses={204: None})
    def delete(self, _request: Request) -> Response:
        """End it at once."""
        accounts_actions.withdraw_mandate(self.actor, now=clock.now())
        return Response(status=204)
