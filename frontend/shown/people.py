"""A person as an operator sees it who helps it back in: its address, its organizations, its second factors."""

from typing import Any

from allauth.mfa.models import Authenticator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.choices import Kind
from frontend import formats

FACTORS = {
    Authenticator.Type.TOTP: _("App on the phone"),
    Authenticator.Type.WEBAUTHN: _("Passkey or security key"),
    Authenticator.Type.RECOVERY_CODES: _("Recovery codes"),
}


def facts(person: Any) -> list[dict[str, str]]:
    rows = [{"term": gettext("E-mail"), "value": person.email, "note": ""}]
    for one in person.memberships.all():
        organization = one.organization
        note = f"{Kind(organization.kind).label} · {one.get_role_display()}"
        if organization.phone:
            note = f"{note} · {formats.phone(organization.phone)}"
        rows.append({"term": gettext("Organization"), "value": organization.name, "note": note})
    return rows


def factors(person: Any) -> list[dict[str, str]]:
    """Return what the person signs in with beside its password, never what it keeps secret."""
    return [
        {
            "term": str(FACTORS[Authenticator.Type(one.type)]),
            "value": gettext("since %(day)s") % {"day": formats.day(one.created_at)},
            "note": gettext("last used on %(day)s") % {"day": formats.day(one.last_used_at)}
            if one.last_used_at
            else gettext("never used"),
        }
        for one in sorted(person.authenticator_set.all(), key=lambda one: one.pk)
    ]
