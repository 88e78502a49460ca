"""What closing an account or an organization takes away, in words and numbers, before it is done."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from frontend import formats


def _rows(told: list[tuple[str, int, str]]) -> list[dict[str, str]]:
    return [{"term": term, "value": formats.number(number), "note": note} for term, number, note in told]


def leaving(counts: Mapping[str, int]) -> list[dict[str, str]]:
    """Return what goes with a person, and what stays with its organizations."""
    return _rows(
        [
            (_("Places where you are signed in"), counts["usersessions.UserSession"], _("end at once")),
            (_("Second factors and passkeys"), counts["mfa.Authenticator"], _("are erased")),
            (_("Organizations you work for"), counts["accounts.Membership"], _("go on without you")),
            (_("Keys you made"), counts["accounts.ApiKey"], _("stop working at once")),
            (_("Invitations from you or to you"), counts["accounts.Invitation"], _("are erased")),
            (_("Notices to you"), counts["notices.Notice"], _("are erased")),
            (_("Files you uploaded"), counts["documents.Document"], _("stay with the organization, without your name")),
        ]
    )


def closing(counts: Mapping[str, int], sent: int, received: int, *, days: int) -> list[dict[str, str]]:
    """Return what happens to each thing of an organization, at once and after the days of grace."""
    later = _("are erased after %(days)s days") % {"days": formats.number(days)}
    footprints = counts["footprint.Footprint"]
    return _rows(
        [
            (_("Open requests sent"), sent, _("end at once; each partner is told")),
            (_("Open requests received"), received, _("end at once; each company has an answer")),
            (_("Offers"), counts["partners.Offer"], _("leave directory, search and matches at once")),
            (_("Members"), counts["accounts.Membership"], _("act no more; their own accounts stay")),
            (_("Keys"), counts["accounts.ApiKey"], _("stop working at once, for good")),
            (_("Invitations"), counts["accounts.Invitation"], _("stop working at once, for good")),
            (_("Accesses to documents"), counts["documents.Grant"], _("end at once, for good")),
            (_("Files"), counts["documents.Document"], later),
            (_("Sites"), counts["footprint.Site"], later),
            (_("Bills"), counts["footprint.Activity"], later),
            (_("Footprints"), footprints, later),
            (_("Requests, also where they were received"), counts["marketplace.Lead"], later),
        ]
    )
