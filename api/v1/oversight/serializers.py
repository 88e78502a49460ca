from typing import Any

from allauth.mfa.models import Authenticator
from rest_framework import serializers

from accounts.actions.mandates import LONGEST_DAYS
from accounts.choices import CorrectionReason, FactorLoss, IdentityProof, Obstacle, SuspensionReason
from api.serializers import Strict
from api.v1.accounts.serializers import OrganizationIn
from api.v1.offers.serializers import ReferenceProject
from marketplace.choices import Stays
from partners.choices import CaseState, RefusalReason


class OverseenOut(serializers.Serializer[Any]):
    """Facts of the market alone: nothing of a firm's bills, files or messages."""

    id = serializers.UUIDField()
    kind = serializers.CharField()
    name = serializers.CharField()
    ice = serializers.CharField()
    region = serializers.CharField()
    city = serializers.CharField()
    is_demo = serializers.BooleanField()
    created_at = serializers.DateTimeField()
    is_verified = serializers.BooleanField()
    verified_at = serializers.DateTimeField(allow_null=True)
    verified_until = serializers.DateField(allow_null=True)
    suspended_at = serializers.DateTimeField(allow_null=True)
    suspended_for = serializers.CharField()
    can_verify = serializers.BooleanField()
    can_suspend = serializers.BooleanField()
    can_correct = serializers.BooleanField()
    can_merge = serializers.BooleanField()
    merged_into = serializers.UUIDField(source="merged_into_id", allow_null=True)


class CorrectionIn(OrganizationIn):
    reason = serializers.ChoiceField(choices=CorrectionReason.choices)


class SuspensionIn(Strict):
    reason = serializers.ChoiceField(choices=SuspensionReason.choices)


class MergerOut(serializers.Serializer[Any]):
    """What merging one organization into another would do: `digest` goes back with the order to do it."""

    kept_id = serializers.UUIDField(source="kept.pk")
    absorbed_id = serializers.UUIDField(source="absorbed.pk")
    obstacles = serializers.ListField(
        child=serializers.ChoiceField(choices=Obstacle.choices),
        help_text="What stands in the way; empty when nothing does.",
    )
    choices = serializers.ListField(
        child=serializers.CharField(),
        help_text="What both say differently: `details` (name, number, telephone, place), `presentation`.",
    )
    moves = serializers.DictField(child=serializers.IntegerField(), help_text="How many rows of each kind move.")
    digest = serializers.CharField()


class MergeIn(Strict):
    details = serializers.ChoiceField(choices=Stays.choices, required=False)
    presentation = serializers.ChoiceField(choices=Stays.choices, required=False)
    digest = serializers.CharField(max_length=64, help_text="That of the merger as it was read.")


class FactorOut(serializers.Serializer[Any]):
    """What a person signs in with beside its password; nothing that it keeps secret."""

    type = serializers.ChoiceField(choices=Authenticator.Type.choices)
    created_at = serializers.DateTimeField()
    last_used_at = serializers.DateTimeField(allow_null=True)


class PersonsOrganizationOut(serializers.Serializer[Any]):
    id = serializers.UUIDField(source="organization.id")
    kind = serializers.CharField(source="organization.kind")
    name = serializers.CharField(source="organization.name")
    phone = serializers.CharField(source="organization.phone")
    role = serializers.CharField()


class PersonOut(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    name = serializers.CharField()
    email = serializers.EmailField()
    organizations = PersonsOrganizationOut(many=True, source="memberships")
    factors = FactorOut(many=True, source="authenticator_set")
    can_remove_factors = serializers.BooleanField()


class PersonIn(Strict):
    email = serializers.EmailField(help_text="The whole address of the account.")


class RemoveFactorsIn(Strict):
    reason = serializers.ChoiceField(choices=FactorLoss.choices)
    proof = serializers.ChoiceField(choices=IdentityProof.choices, help_text="How the person proved who it is.")


class ProjectIn(Strict):
    sector = serializers.CharField(max_length=40)
    year = serializers.IntegerField(min_value=1900, max_value=2200)


class ConfirmIn(Strict):
    confirmed = serializers.ListField(child=ProjectIn(), max_length=100, help_text="Those that were checked.")


class ReferencesOut(serializers.Serializer[Any]):
    references = ReferenceProject(many=True)


class CaseOut(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    organization_id = serializers.UUIDField()
    state = serializers.ChoiceField(choices=CaseState.choices)
    opened_at = serializers.DateTimeField()
    decided_at = serializers.DateTimeField(allow_null=True)
    until = serializers.DateField(allow_null=True)
    scope = serializers.ListField(child=serializers.CharField())
    reason = serializers.CharField()
    can_decide = serializers.BooleanField()


class VerifyIn(Strict):
    credentials = serializers.ListField(child=serializers.UUIDField(), help_text="The proofs that are accepted.")
    until = serializers.DateField(help_text="No accepted proof ends before.")


class RefuseIn(Strict):
    reason = serializers.ChoiceField(choices=RefusalReason.choices)


class NameOut(serializers.Serializer[Any]):
    name = serializers.CharField(help_text="As it is now; empty when there is none, or none for this reader.")
    is_gone = serializers.BooleanField(help_text="Whether it was erased since.")


class NamesOut(serializers.Serializer[Any]):
    """The names of now: the trail itself keeps ids alone."""

    user = NameOut()
    organization = NameOut()
    operator = NameOut()
    concerns = NameOut()
    subject = NameOut()


class AuditOut(serializers.Serializer[Any]):
    sequence = serializers.IntegerField()
    at = serializers.DateTimeField()
    act = serializers.CharField()
    user_id = serializers.UUIDField()
    organization_id = serializers.UUIDField()
    operator_id = serializers.UUIDField(help_text="The operator that acted for the organization, else zeros.")
    concerns_id = serializers.UUIDField(help_text="The organization whose thing it is about.")
    via = serializers.CharField()
    subject_kind = serializers.CharField()
    subject_id = serializers.CharField()
    facts = serializers.DictField()
    names = NamesOut()
    previous = serializers.CharField()
    hash = serializers.CharField()


class MandateOut(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    given_at = serializers.DateTimeField()
    until = serializers.DateTimeField()


class MandateIn(Strict):
    days = serializers.IntegerField(min_value=1, max_value=LONGEST_DAYS)
