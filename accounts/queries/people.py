"""The people whom an operator may help back into their account, found by the address they write from."""

from uuid import UUID

from django.db.models import QuerySet

from accounts.models import User
from accounts.policies import PERSON
from kernel.actor import Actor


def people(actor: Actor) -> QuerySet[User]:
    """Return the people whose second factor an operator may remove, and oneself, with what it may do for each."""
    rows = PERSON.abilities(actor, PERSON.scope(actor, "read", User.objects.all()))
    return rows.prefetch_related("memberships__organization", "authenticator_set").order_by("pk")


def person_to_tell(user_id: UUID) -> User | None:
    """Return a person for its letter, unless it left."""
    return User.objects.filter(pk=user_id, is_active=True).first()


def person_at(actor: Actor, email: str) -> User:
    """
    Return the person whose whole address this is: nobody is found by a part of it.

    :raises User.DoesNotExist: when there is none for this operator
    """
    return people(actor).get(email__iexact=email.strip())
