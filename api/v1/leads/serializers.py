from typing import Any

from rest_framework import serializers

from api.serializers import Strict
from api.v1.matching.serializers import OtherSideOut, ReasonsOut
from documents.choices import ASKABLE
from marketplace.choices import (
    FINANCE_REASONS,
    GIVEN_REASONS,
    LONGEST_MESSAGE,
    LONGEST_NOTE,
    LONGEST_QUESTION,
    MOST_RECIPIENTS,
    LeadStatus,
    LostReason,
    OnSilence,
    Readiness,
    ReadyItem,
    Release,
)


class LeadIn(Strict):
    site_id = serializers.UUIDField(required=False, allow_null=True, default=None, help_text="Needed.")
    need_id = serializers.UUIDField(
        required=False, allow_null=True, default=None, help_text="Null: all needs of the site."
    )
    offer_ids = serializers.ListField(child=serializers.UUIDField(), max_length=6, default=list)
    message = serializers.CharField(required=False, allow_blank=True, default="", max_length=LONGEST_MESSAGE)
    released = serializers.ListField(
        child=serializers.ChoiceField(choices=Release.choices),
        default=list,
        help_text="name: shown before the partner answers; contact: shown once it accepts.",
    )
    consent = serializers.BooleanField(default=False, help_text="Nothing is sent without it.")
    on_silence = serializers.ChoiceField(
        choices=OnSilence.choices,
        default=OnSilence.ASK.value,
        help_text="When a partner declines or lets its time pass: ask the SME, or ask the next partner for it.",
    )
    enough = serializers.IntegerField(
        min_value=1,
        max_value=MOST_RECIPIENTS,
        default=MOST_RECIPIENTS,
        help_text="Once so many have taken the need on, the requests that still wait are taken back.",
    )


class DeclineIn(Strict):
    reason = serializers.ChoiceField(
        choices=list(dict([*GIVEN_REASONS, *FINANCE_REASONS]).items()), help_text="A financier has reasons of its own."
    )
    note = serializers.CharField(required=False, allow_blank=True, default="", max_length=LONGEST_NOTE)


class QuestionIn(Strict):
    text = serializers.CharField(max_length=LONGEST_QUESTION)


class VisitIn(Strict):
    day = serializers.DateField(help_text="Moroccan day of the visit; another one moves it.")


class DelayIn(Strict):
    until = serializers.DateField(help_text="Working day on whose evening the answer is due then; once.")


class AssignIn(Strict):
    user_id = serializers.UUIDField(allow_null=True, help_text="A member of the team; null: nobody in particular.")


class LossIn(Strict):
    reason = serializers.ChoiceField(choices=list(dict([*LostReason.choices, *FINANCE_REASONS]).items()))
    note = serializers.CharField(required=False, allow_blank=True, default="", max_length=LONGEST_NOTE)


class TermsIn(Strict):
    note = serializers.CharField(max_length=LONGEST_NOTE)


class DocumentAskIn(Strict):
    kind = serializers.ChoiceField(choices=ASKABLE)


class GivenQuotesIn(Strict):
    given = serializers.BooleanField()


class ItemOut(serializers.Serializer[Any]):
    code = serializers.ChoiceField(choices=ReadyItem.choices)
    label = serializers.CharField()  # type: ignore[assignment]
    is_met = serializers.BooleanField()
    next_step = serializers.CharField(help_text="What the SME does about it; empty when it is met.")


class ReadyOut(serializers.Serializer[Any]):
    """How ready a request is to be studied; never a credit decision."""

    level = serializers.ChoiceField(choices=Readiness.choices)
    level_label = serializers.CharField()
    met = serializers.IntegerField()
    of = serializers.IntegerField()
    items = ItemOut(many=True)


class AskedPaperOut(serializers.Serializer[Any]):
    kind = serializers.ChoiceField(choices=ASKABLE)
    label = serializers.CharField()  # type: ignore[assignment]
    asked_at = serializers.DateTimeField()


class ContactOut(serializers.Serializer[Any]):
    name = serializers.CharField()
    email = serializers.CharField()
    phone = serializers.CharField()


class SideOut(serializers.Serializer[Any]):
    """One of the two organizations as the other may know it; a masked one has no id and a label without its name."""

    id = serializers.UUIDField(allow_null=True)
    label = serializers.CharField()  # type: ignore[assignment]
    is_masked = serializers.BooleanField()
    is_demo = serializers.BooleanField()
    sector = serializers.CharField()
    region = serializers.CharField()
    size_band = serializers.CharField()
    ticket_band = serializers.CharField(help_text="How large the project is; for a financier alone, else empty.")
    contact = ContactOut(allow_null=True)


class StepOut(serializers.Serializer[Any]):
    status = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    at = serializers.DateTimeField()
    by_partner = serializers.BooleanField()
    day = serializers.DateField(allow_null=True, help_text="Of a visit, or until when the answer is delayed.")
    what = serializers.CharField(help_text="Of a step that leaves the status as it is; else empty.")


class LeadOut(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    side = serializers.ChoiceField(choices=["sme", "partner"], help_text="Which of the two the caller is.")
    status = serializers.ChoiceField(choices=LeadStatus.choices)
    status_label = serializers.CharField()
    need_code = serializers.CharField()
    need_name = serializers.CharField()
    site_id = serializers.UUIDField(allow_null=True, help_text="For the SME alone.")
    offer_id = serializers.UUIDField()
    offer_name = serializers.CharField()
    company = SideOut()
    partner = SideOut()
    message = serializers.CharField()
    priced = serializers.DictField(help_text="What bears on the price, as sent: for the partner once it accepts.")
    released = serializers.ListField(child=serializers.CharField())
    reason = serializers.CharField(help_text="Code of the refusal, or of why nothing was signed; else empty.")
    reason_label = serializers.CharField()
    note = serializers.CharField()
    next_step = serializers.CharField(help_text="What the SME can do after a refusal.")
    sent_at = serializers.DateTimeField()
    seen_at = serializers.DateTimeField(allow_null=True)
    answered_at = serializers.DateTimeField(allow_null=True)
    due_on = serializers.DateField(allow_null=True, help_text="Moroccan day on whose evening an answer is due.")
    delayed_until = serializers.DateField(allow_null=True)
    on_silence = serializers.CharField(help_text="For the SME alone.")
    enough = serializers.IntegerField(help_text="For the SME alone; else 0.")
    assigned_to = serializers.UUIDField(
        allow_null=True, help_text="Who of the partner's team sees to it; for that team alone."
    )
    assigned_name = serializers.CharField()
    can_answer = serializers.BooleanField()
    can_withdraw = serializers.BooleanField()
    can_ask = serializers.BooleanField()
    can_delay = serializers.BooleanField()
    can_assign = serializers.BooleanField()
    can_agree_visit = serializers.BooleanField()
    can_conclude = serializers.BooleanField()
    readiness = ReadyOut(allow_null=True, help_text="Of a request to a financier; else null.")
    gives_quotes = serializers.BooleanField(help_text="Whether the financier reads the quotes while the file is open.")
    can_open_file = serializers.BooleanField()
    can_ask_document = serializers.BooleanField()
    can_offer_terms = serializers.BooleanField()


class LeadSheetOut(LeadOut):
    """A lead read alone: with its reasons, its history and the contacts that were released."""

    reasons = ReasonsOut()
    other_side = OtherSideOut(
        allow_null=True, help_text="How much the firm suits the partner, for the partner; no financier."
    )
    asked_documents = AskedPaperOut(many=True, help_text="What a financier asked for and cannot open yet.")
    steps = StepOut(many=True)
    reminders = serializers.ListField(child=serializers.DateField(), help_text="Days on whose morning it is reminded.")
    latest_delay = serializers.DateField(allow_null=True)
    asks_outcome = serializers.BooleanField(help_text="Both sides were asked what came of it.")


class AskedOut(serializers.Serializer[Any]):
    lead = LeadOut()
    is_new = serializers.BooleanField(help_text="False when this partner was already asked: the lead is the open one.")


class PlainAnswerOut(serializers.Serializer[Any]):
    kind = serializers.ChoiceField(choices=["taken_on", "delayed", "waiting", "nobody"])
    text = serializers.CharField()
    next_step = serializers.CharField()
    until = serializers.DateField(allow_null=True)


class SentOut(serializers.Serializer[Any]):
    results = AskedOut(many=True)
    places_left = serializers.IntegerField(help_text="How many more partners this need may reach.")
