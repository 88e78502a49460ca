"""Today of a partner and of an institution: what waits for them, the longest first, and what they wait for."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext, ngettext

from footprint.choices import FirmState
from frontend import formats
from frontend.shown.today import step
from kernel import clock
from kernel.sentences import listed
from marketplace.choices import LeadStatus
from partners.choices import CredentialState

SOON = timedelta(days=30)


def partner(
    organization: Any, leads: list[Any], waiting: int, offers: list[Any], proofs: list[Any], *, may_write: bool
) -> dict[str, Any]:
    """Return the board of a partner: requests that wait, then proofs, then offers."""
    asked = [
        {
            "text": gettext("%(firm)s: %(need)s") % {"firm": one.company.label, "need": one.subject},
            "url": reverse("lead", args=[one.id]),
            "by": gettext("Waits since %(day)s") % {"day": formats.day(one.sent_at, "weekday")},
            "note": str(LeadStatus(one.status).label),
        }
        for one in leads
    ]
    mine = [*asked, *(_proofs_to_send(organization, proofs) if may_write else [])]
    read = [one for one in proofs if one.state == CredentialState.WAITING]
    theirs = [_proof_waits(one) for one in read]
    said = ngettext("%(count)s request waits for you", "%(count)s requests wait for you", waiting)
    headline = said % {"count": waiting} if waiting else gettext("Nothing waits for you")
    return {"headline": headline, "next": _partner_step(asked, mine, offers, may_write), "mine": mine, "theirs": theirs}


def _partner_step(
    asked: list[dict[str, str]], mine: list[dict[str, str]], offers: list[Any], may_write: bool
) -> dict[str, Any] | None:
    when = gettext("Your turn, whenever you like. No clock is running.")
    if asked:
        first = asked[0]
        why = gettext("Its reasons and its facts stand beside. Declining costs nothing.")
        return step(first["by"], first["text"], why, first["url"], gettext("Open the request"))
    if not may_write:
        return None
    if not offers:
        title, why = gettext("Publish an offer"), gettext("It is found and matched as soon as it is published.")
        return step(when, title, why, reverse("new_offer"), gettext("New offer"))
    if mine:
        why = gettext("The badge stands on your page and beside your offers; firms look for it.")
        return step(when, mine[0]["text"], why, mine[0]["url"], gettext("Send a proof"))
    why = gettext("Requests come when a need passes your conditions.")
    return step(when, gettext("Keep your offers up to date"), why, reverse("offers"), gettext("Look over my offers"))


def _proofs_to_send(organization: Any, proofs: list[Any]) -> list[dict[str, str]]:
    until, url = organization.verified_until, reverse("credentials")
    if any(one.state == CredentialState.WAITING for one in proofs):
        return []
    if not organization.is_verified:
        return [{"text": gettext("Have your organization verified"), "url": url, "by": "", "note": ""}]
    if until and until - clock.moroccan_day(clock.now()) <= SOON:
        by = gettext("Before %(day)s") % {"day": formats.day(until)}
        return [{"text": gettext("Renew your proofs: the badge ends"), "url": url, "by": by, "note": ""}]
    return []


def _proof_waits(proof: Any) -> dict[str, str]:
    kind = str(proof.get_kind_display())
    return {
        "text": gettext("The team reads: %(proof)s") % {"proof": kind},
        "url": reverse("credentials"),
        "by": "",
        "note": "",
    }


def institution(
    counts: Mapping[str, int], invited: list[Any], files: list[Any], *, lasts: timedelta, may_write: bool
) -> dict[str, Any]:
    """Return the board of an institution: files of firms that wait for its word, firms that have not answered."""
    mine = [
        {
            "text": gettext("%(file)s waits for you") % {"file": one.filename},
            "url": reverse("import", args=["firms", one.pk]),
            "by": formats.day(one.created_at, "weekday"),
            "note": gettext("Nothing is sent before you say so."),
        }
        for one in files
    ]
    theirs = [
        {
            "text": one.name,
            "url": reverse("firms"),
            "by": gettext("Until %(day)s") % {"day": formats.day(one.created_at + lasts)},
            "note": str(FirmState(one.state).label),
        }
        for one in invited
    ]
    return {
        "headline": _institution_headline(counts),
        "next": _institution_step(mine, counts) if may_write else None,
        "mine": mine,
        "theirs": theirs,
    }


def _institution_headline(counts: Mapping[str, int]) -> str:
    joined, waiting = counts.get(FirmState.ACCEPTED, 0), counts.get(FirmState.INVITED, 0)
    parts = []
    if joined:
        parts.append(ngettext("%(count)s firm has joined", "%(count)s firms have joined", joined) % {"count": joined})
    if waiting:
        said = ngettext("%(count)s has not answered yet", "%(count)s have not answered yet", waiting)
        parts.append(said % {"count": waiting})
    return listed(parts) or gettext("Bring your firms along")


def _institution_step(mine: list[dict[str, str]], counts: Mapping[str, int]) -> dict[str, Any]:
    when = gettext("Your turn, whenever you like. No clock is running.")
    if mine:
        why = gettext("Look at what was read of it, answer what is asked, then send the invitations.")
        return step(when, mine[0]["text"], why, mine[0]["url"], gettext("Open the file"))
    if not counts:
        title, why = (
            gettext("Invite the firms you follow"),
            gettext(
                "A list with a name and an e-mail is enough. Each firm reads what you prepared, then accepts or declines."
            ),
        )
        return step(when, title, why, reverse("imports", args=["firms"]), gettext("Send a list"))
    why = gettext("Each one has 90 days to answer; what is not accepted is then erased.")
    return step(when, gettext("Invite more firms"), why, reverse("imports", args=["firms"]), gettext("Send a list"))
