from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


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
