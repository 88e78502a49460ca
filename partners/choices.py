from decimal import Decimal
from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

MILLION: Final = 1_000_000


class Shelf(models.TextChoices):
    """Where the partner put the offer."""

    DRAFT = "draft", _("Draft")
    PUBLISHED = "published", _("Published")
    PAUSED = "paused", _("Paused")
    ARCHIVED = "archived", _("Archived")


class Intake(models.TextChoices):
    """Whether applications are taken, on the day of `as_of`."""

    OPEN = "open", _("Open")
    CLOSED = "closed", _("Closed")
    UNKNOWN = "unknown", _("To confirm")


class OfferKind(models.TextChoices):
    TECHNOLOGY = "technology", _("Technology")
    ADVICE = "advice", _("Advice")
    FINANCE = "finance", _("Finance")
    CERTIFICATION = "certification", _("Certification")


class PartnerKind(models.TextChoices):
    """The kinds of organization that publish offers."""

    PROVIDER = "provider", _("Provider")
    FINANCIER = "financier", _("Financier")
    CERTIFIER = "certifier", _("Certifier")


class OfferTicket(models.TextChoices):
    """How much an offer deals with; it is in each band that its ticket touches."""

    SMALLEST = "0-0.5", _("Up to 0.5 million MAD")
    SMALL = "0.5-2", _("0.5 to 2 million MAD")
    MIDDLE = "2-10", _("2 to 10 million MAD")
    LARGE = "10-50", _("10 to 50 million MAD")
    LARGEST = "50-", _("From 50 million MAD")

    @classmethod
    def touched(cls, low: Decimal | None, high: Decimal | None) -> list["OfferTicket"]:
        """Return the bands of a ticket, its ends included; an end that is not said is open, and nothing said is in none."""
        return [] if low is None and high is None else [band for band in cls if band._meets(low, high)]

    def _meets(self, low: Decimal | None, high: Decimal | None) -> bool:
        start, _dash, end = self.value.partition("-")
        reaches = high is None or high >= Decimal(start) * MILLION
        return reaches and (low is None or not end or low <= Decimal(end) * MILLION)


ADVICE_CATEGORIES = frozenset({"measurement", "energy_management"})


class CredentialKind(models.TextChoices):
    """What a partner proves; the registration is what makes it verified, the others add to it."""

    REGISTRATION = "registration", _("Company registration")
    ACCREDITATION = "accreditation", _("Accreditation")
    INSURANCE = "insurance", _("Professional insurance")
    LABEL = "label", _("Label or qualification")


class CredentialState(models.TextChoices):
    WAITING = "waiting", _("Waits for the team")
    ACCEPTED = "accepted", _("Read and accepted")
    REFUSED = "refused", pgettext_lazy("proof", "Refused")
    REPLACED = "replaced", pgettext_lazy("proof", "Replaced")


class CaseState(models.TextChoices):
    OPEN = "open", pgettext_lazy("verification", "To verify")
    VERIFIED = "verified", pgettext_lazy("verification", "Verified")
    REFUSED = "refused", pgettext_lazy("verification", "Refused")


class RefusalReason(models.TextChoices):
    UNREADABLE = "unreadable", _("The document cannot be read")
    OTHER_NAME = "other_name", _("The document names another company")
    EXPIRED = "expired", _("The document has expired")
    INCOMPLETE = "incomplete", _("A page or the registration is missing")
    UNKNOWN = "unknown", _("The issuer does not know this number")

    @property
    def next_step(self) -> str:
        """Return what the partner can do now."""
        return str(_AFTER_REFUSAL[self])


_AFTER_REFUSAL = {
    RefusalReason.UNREADABLE: _("Scan it again, whole and straight, and send it."),
    RefusalReason.OTHER_NAME: _("Send the document of the company that has this account, or have the name corrected."),
    RefusalReason.EXPIRED: _("Send the one that is valid now."),
    RefusalReason.INCOMPLETE: _("Send the whole document; the company registration is always needed."),
    RefusalReason.UNKNOWN: _("Check the number with the issuer and send it again."),
}
