"""The audit trail as its readers read it: acts, people and things by their words, ids beside them."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext, pgettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from accounts.choices import (
    ROLES,
    Act,
    CopyOf,
    CorrectionReason,
    FactorLoss,
    IdentityProof,
    Kind,
    Scope,
    SuspensionReason,
)
from documents.choices import Purpose
from frontend import formats
from frontend.shown.people import FACTORS
from kernel.canonical import dumps
from kernel.sentences import listed
from partners.choices import CredentialKind, RefusalReason

HEADS = (
    *("sequence", "at", "act", "user_id", "organization_id", "operator_id", "concerns_id", "via"),
    *("subject_kind", "subject_id", "facts", "previous", "hash"),
)
NAMES = ("user", "organization", "operator", "concerns", "subject")
SUBJECTS: Mapping[str, str | Promise] = {
    "user": _("Person"),
    "organization": _("Organization"),
    "invitation": _("Invitation"),
    "key": _("API key"),
    "mandate": _("Help by an operator"),
    "copy": _("Copy of data"),
    "document": _("Document"),
    "grant": _("Access to a document"),
    "site": _("Site"),
    "lead": pgettext_lazy("of a partner", "Request"),
    "conversation": _("Conversation"),
    "route": _("Page"),
    "trail": _("Audit trail"),
}
FACTS: Mapping[str, str | Promise] = {
    "role": _("Role"),
    "old": pgettext_lazy("value of a fact", "before"),
    "new": pgettext_lazy("value of a fact", "after"),
    "reason": _("Reason"),
    "proof": _("Proof"),
    "factor": _("Second factor"),
    "factors": _("Second factors"),
    "days": _("Days"),
    "until": _("Until"),
    "kind": _("Kind"),
    "scope": pgettext_lazy("of a key or a verification", "Scope"),
    "purpose": _("Purpose"),
}
CODES: Mapping[str, str | Promise] = {
    **dict(ROLES),
    **{kind.value: label for kind, label in FACTORS.items()},
    **{
        code: label
        for choices in (
            *(CopyOf, CorrectionReason, CredentialKind, FactorLoss, IdentityProof, Kind, Purpose),
            *(RefusalReason, Scope, SuspensionReason),
        )
        for code, label in choices.choices
    },
}


def columns() -> list[dict[str, Any]]:
    return [
        {"label": gettext("Act")},
        {"label": gettext("When")},
        {"label": gettext("Who")},
        {"label": gettext("About"), "wide": True},
    ]


def row(entry: Any) -> dict[str, Any]:
    """Return an entry that `named` gave its names."""
    facts = " · ".join(_labelled(FACTS.get(name, name), _plain(value)) for name, value in sorted(entry.facts.items()))
    about = _about(entry)
    return {
        "head": act_name(entry.act),
        "note": f"{entry.sequence}",
        "url": "",
        "cells": [
            f"{formats.day(entry.at, 'short')} {formats.hour(entry.at)}",
            _who(entry),
            f"{about} · {facts}" if facts else about,
        ],
    }


def act_name(code: str) -> str:
    return str(Act(code).label) if code in Act.values else code


def exported(value: Any) -> Any:
    """Return a value of an entry as a file holds it."""
    if isinstance(value, dict):
        return dumps(value)
    return value if isinstance(value, int | datetime) else str(value)


def line(entry: Any) -> list[Any]:
    """Return an entry as a line of a file: what it keeps, then the names of now."""
    kept = [exported(getattr(entry, name)) for name in HEADS]
    return [*kept, *(_name(getattr(entry.names, name), erased=gettext("erased")) for name in NAMES)]


def _who(entry: Any) -> str:
    if not entry.user_id.int:
        return gettext("the clock")
    names = entry.names
    firm = _name(names.organization, erased=gettext("an erased organization"))
    if entry.operator_id.int:
        operator = _name(names.operator, erased=gettext("an erased organization"))
        firm = gettext("%(operator)s for %(firm)s") % {"operator": operator, "firm": firm}
    person = _name(names.user, erased=gettext("an erased person"))
    if person and firm:
        return f"{person} · {firm}"
    return person or firm or gettext("a person before any organization")


def _about(entry: Any) -> str:
    kind = str(SUBJECTS.get(entry.subject_kind, entry.subject_kind))
    named = _name(entry.names.subject, erased=gettext("no longer there"))
    words = _labelled(kind, named) if named else kind
    return f"{words} ({entry.subject_id})" if entry.subject_id else words


def _labelled(label: Any, text: str) -> str:
    return f"{label}{pgettext('after a label', ': ')}{text}"


def _name(name: Any, *, erased: str) -> str:
    return erased if name.is_gone else str(name.name)


def _plain(value: Any) -> str:
    if isinstance(value, list):
        return listed(_plain(one) for one in value)
    return str(CODES.get(value, value)) if isinstance(value, str) else str(value)
