from typing import Any

from django.utils.translation import gettext as _
from rest_framework import serializers

from accounts.actions.keys import LONGEST_DAYS
from accounts.choices import ICE_DOUBTS, OPEN_KINDS, ROLES, CopyOf, CopyState, Role, Scope
from api.serializers import Strict, confirmed


class OrganizationOut(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    kind = serializers.CharField()
    name = serializers.CharField()
    ice = serializers.CharField()
    phone = serializers.CharField()
    region = serializers.CharField()
    city = serializers.CharField()
    is_demo = serializers.BooleanField()
    verified_at = serializers.DateTimeField(allow_null=True)
    verified_until = serializers.DateField(allow_null=True)
    can_edit = serializers.BooleanField()


class OrganizationIn(Strict):
    name = serializers.CharField(required=False)
    ice = serializers.CharField(required=False, allow_blank=True)
    phone = serializers.CharField(required=False, allow_blank=True)
    region = serializers.CharField(required=False, allow_blank=True)
    city = serializers.CharField(required=False, allow_blank=True)
    confirmed = confirmed(ICE_DOUBTS)


class NewOrganizationIn(OrganizationIn):
    kind = serializers.ChoiceField(choices=OPEN_KINDS)
    name = serializers.CharField()
    region = serializers.CharField()
    privacy = serializers.BooleanField(help_text="The privacy notice is read and agreed to.")


class MeOut(serializers.Serializer[Any]):
    organization_id = serializers.UUIDField()
    kind = serializers.CharField()
    role = serializers.CharField()
    scopes = serializers.ListField(child=serializers.CharField())
    language = serializers.CharField()
    via = serializers.ChoiceField(choices=["session", "key"])
    unread_notices = serializers.IntegerField()


class KeyOut(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    name = serializers.CharField()
    scope = serializers.CharField()
    created_at = serializers.DateTimeField()
    expires_at = serializers.DateTimeField()
    last_used_at = serializers.DateTimeField(allow_null=True)
    revoked_at = serializers.DateTimeField(allow_null=True)
    can_revoke = serializers.BooleanField()


class KeyIn(Strict):
    name = serializers.CharField(default="", allow_blank=True, max_length=80, help_text="Needed.")
    scope = serializers.ChoiceField(choices=Scope.choices, default="", allow_blank=True, help_text="Needed.")
    days = serializers.IntegerField(default=365, min_value=1, max_value=LONGEST_DAYS, help_text="It ends after these.")


class NewKeyOut(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    name = serializers.CharField()
    scope = serializers.CharField()
    expires_at = serializers.DateTimeField()
    secret = serializers.CharField(help_text="Shown here and never again.")


class MemberOut(serializers.Serializer[Any]):
    id = serializers.UUIDField(source="user_id")
    name = serializers.CharField(source="user.name")
    email = serializers.EmailField(source="user.email")
    role = serializers.CharField()
    joined_at = serializers.DateTimeField()
    can_change = serializers.BooleanField()
    can_remove = serializers.BooleanField()


class MemberIn(Strict):
    role = serializers.ChoiceField(choices=ROLES)


class InvitationOut(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    email = serializers.EmailField()
    role = serializers.CharField()
    created_at = serializers.DateTimeField()
    expires_at = serializers.DateTimeField()
    withdrawn_at = serializers.DateTimeField(allow_null=True)
    can_withdraw = serializers.BooleanField()


class AcceptIn(Strict):
    token = serializers.CharField(max_length=500, help_text="The last part of the letter's link.")
    privacy = serializers.BooleanField(help_text="The privacy notice is read and agreed to.")

    def validate_privacy(self, agreed: bool) -> bool:
        if not agreed:
            raise serializers.ValidationError(_("The privacy notice must be accepted."), code="privacy")
        return agreed


class InvitationIn(Strict):
    email = serializers.CharField(default="", allow_blank=True, max_length=254, help_text="Needed.")
    role = serializers.ChoiceField(choices=ROLES, default=Role.MEMBER.value)


class CopyIn(Strict):
    of = serializers.ChoiceField(choices=CopyOf.choices)


class CopyOut(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    organization_id = serializers.UUIDField(allow_null=True, help_text="Empty for a copy of the person's own data.")
    state = serializers.ChoiceField(choices=CopyState.choices)
    size = serializers.IntegerField(help_text="In bytes.")
    asked_at = serializers.DateTimeField()
    ready_at = serializers.DateTimeField(allow_null=True)
    expires_at = serializers.DateTimeField()


class PasswordIn(Strict):
    password = serializers.CharField(default="", allow_blank=True, trim_whitespace=False, max_length=4096)


class OpenRequests(serializers.Serializer[Any]):
    sent = serializers.IntegerField()
    received = serializers.IntegerField()


class EndOut(serializers.Serializer[Any]):
    counts = serializers.DictField(child=serializers.IntegerField(), help_text="Rows by the name of their model.")
    last_owner_of = serializers.ListField(child=serializers.UUIDField(), required=False)
    open_requests = OpenRequests(required=False)
