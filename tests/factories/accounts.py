"""The cast (fictional): Argane and Zellige export, Chams installs, Mizan finances, Borj animates a region."""

from itertools import count

from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.test import Client

from accounts.choices import SECOND_FACTOR_KINDS
from accounts.models import Membership, Organization, User
from accounts.queries import actor_for
from kernel import clock
from kernel.actor import Actor

_number = count(1)


def make_organization(name: str = "Argane", kind: str = "sme", *, language: str = "fr", **fields) -> Organization:
    """Return an organization with one owner."""
    organization = Organization.objects.create(name=name, kind=kind, created_at=clock.now(), **fields)
    make_member(organization, role="national" if kind == "operator" else "owner", language=language)
    return organization


def make_member(organization: Organization, *, role: str = "member", language: str = "fr") -> User:
    email = f"person{next(_number)}@{organization.name.split()[0].lower()}.example"
    user = User.objects.create_user(email, "a-good-password-1", name="Personne", language=language)
    Membership.objects.create(organization=organization, user=user, role=role, joined_at=clock.now())
    if organization.kind in SECOND_FACTOR_KINDS:
        TOTP.activate(user, generate_totp_secret())
    return user


def owner_of(organization: Organization) -> User:
    return organization.memberships.get(role="owner").user


def actor_of(organization: Organization, role: str = "") -> Actor:
    """Return the actor of a member in this role (its owner by default); one is made when there is none."""
    role = role or ("national" if organization.kind == "operator" else "owner")
    membership = organization.memberships.filter(role=role).first()
    user = membership.user if membership else make_member(organization, role=role)
    return actor_for(user, organization.pk, session=proof_of(user))


def proof_of(user: User) -> dict[str, list[dict[str, object]]]:
    """Return what a session holds once its second factor was proved, if there is one."""
    found = Authenticator.objects.filter(user=user)
    return {AUTHENTICATION_METHODS_SESSION_KEY: [{"method": "mfa", "id": one.pk, "type": one.type} for one in found]}


def sign_in(client: Client, user: User) -> Client:
    """Sign somebody in with all that is asked of them."""
    client.force_login(user)
    session = client.session
    session.update(proof_of(user))
    session.save()
    return client
