from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework.exceptions import PermissionDenied
from rest_framework.permissions import SAFE_METHODS, BasePermission
from rest_framework.request import Request

from api.actors import from_request, is_held_back
from kernel.actor import Actor


class SecondFactorRequired(PermissionDenied):
    default_code = "second_factor_required"
    default_detail = _(
        "This organization asks for a second factor. Set it up or enter its code on your account's page."
    )


class HasOrganization(BasePermission):
    """Somebody signed in, or a key, acting for an organization; whether it may write is each action's to say."""

    def has_permission(self, request: Request, _view: Any) -> bool:
        actor = from_request(request)
        if actor.is_anonymous or actor.organization_id.int == 0:
            if is_held_back(request):
                raise SecondFactorRequired
            return False
        return request.method not in SAFE_METHODS or actor.may("read")


class SignedIn(BasePermission):
    """A person in a session, with an organization or without; a key is none."""

    def has_permission(self, request: Request, _view: Any) -> bool:
        return bool(request.user and request.user.is_authenticated) and not isinstance(request.auth, Actor)


class ReadOrOrganization(HasOrganization):
    """Reading is public; a key that was given must be a live one all the same."""

    def has_permission(self, request: Request, view: Any) -> bool:
        from_request(request)
        return request.method in SAFE_METHODS or super().has_permission(request, view)


class Anybody(BasePermission):
    """Whoever asks for a calculation that keeps nothing; a key that was given must be a live one all the same."""

    def has_permission(self, request: Request, _view: Any) -> bool:
        from_request(request)
        return True
