"""What closing an account or an organization takes away, in words and numbers, before it is done."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from frontend import formats


def _rows(told: list[tuple[str, int, str]]) -> list[dict[str, str]]:
    """Return what there is any of; the notes hold for one and for many."""
    return [{"term": term, "value": formats.number(number), "note": note} for term, number, note in told if number]


def leaving(counts: Mapping[str, int]) -> list[dict[str, str]]:
    """Return what goes with a person, and what stays with its organizations."""
    return _rows(
        [
            (_("Places where you are signed in"), counts["usersessions.UserSession"], _("ended at once")),
            (_("Second factors and passkeys"), counts["mfa.Authenticator"], _("erased at once")),
            (_("Organizations you work for"), counts["accounts.Membership"], _("without you from then on")),
            (_("Keys you made"), counts["accounts.ApiKey"], _("stopped at once")),
            (_("Invitations from you or to you"), counts["accounts.Invitation"], _("erased at once")),
            (_("Notices to you"), counts["notices.Notice"], _("erased at once")),
            (_("Files you uploaded"), counts["documents.Document"], _("kept by the organization, without your name")),
        ]
    )


def closing(counts: Mapping[str, int], sent: int, received: int, *, days: int) -> list[dict[str, str]]:
    """Return what happens to each thing of an organization, at once and after the days of grace."""
    later = _("erased after %(days)s days") % {"days": formats.number(days)}
    footprints = counts["footprint.Footprint"]
    return _rows(
        [
            (_("Open requests sent"), sent, _("ended at once; each partner is told")),
            (_("Open requests received"), received, _("ended at once; each company has an answer")),
            (_("Offers"), counts["partners.Offer"], _("off directory, search and matches at once")),
            (_("Members"), counts["accounts.Membership"], _("out at once; their own accounts stay")),
            (_("Keys"), counts["accounts.ApiKey"], _("stopped at once, for good")),
            (_("Invitations"), counts["accounts.Invitation"], _("stopped at once, for good")),
            (_("Accesses to documents"), counts["documents.Grant"], _("ended at once, for good")),
            (_("Files"), counts["documents.Document"], later),
            (_("Sites"), counts["footprint.Site"], later),
            (_("Bills"), counts["footprint.Activity"], later),
            (_("Footprints"), footprints, later),
            (_("Requests, also where they were received"), counts["marketplace.Lead"], later),
        ]
    )
