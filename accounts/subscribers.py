"""What the sign-in library tells: a second factor came or went, an operator signed in; each leaves its trace."""

from typing import Any

from allauth.account.signals import user_logged_in
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added, authenticator_removed
from django.db import transaction

from accounts.actions.audit import record
from accounts.choices import Act, Kind
from accounts.models import User
from accounts.queries import memberships
from kernel import clock
from kernel.actor import Actor


def _signed_in(user: User, **_told: Any) -> None:
    for one in memberships(user.pk).filter(organization__kind=Kind.OPERATOR):
        who = Actor(user.pk, one.organization_id, Kind.OPERATOR, one.role)
        with transaction.atomic():
            record(who, Act.OPERATOR_SIGNED_IN, subject="user", subject_id=user.pk, now=clock.now())


def _factor(act: Act, user: User, authenticator: Authenticator) -> None:
    with transaction.atomic():
        kind = Authenticator.Type(authenticator.type).value
        record(Actor(user.pk), act, subject="user", subject_id=user.pk, now=clock.now(), factor=kind)


def _factor_added(user: User, authenticator: Authenticator, **_told: Any) -> None:
    _factor(Act.FACTOR_SET, user, authenticator)


def _factor_removed(user: User, authenticator: Authenticator, **_told: Any) -> None:
    _factor(Act.FACTOR_REMOVED, user, authenticator)


user_logged_in.connect(_signed_in)
authenticator_added.connect(_factor_added)
authenticator_removed.connect(_factor_removed)
