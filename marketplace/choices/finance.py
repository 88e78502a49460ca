from decimal import Decimal

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Readiness(TextChoices):
    """How ready a request is for a financier to study; it says nothing of what the financier will decide."""

    READY = "ready", _("Ready to study")
    INCOMPLETE = "incomplete", _("File open, something is missing")
    CLOSED = "closed", _("File not opened to you")


class ReadyItem(TextChoices):
    """What makes a request ready to study: each is met or missing, by its code."""

    FILE = "file", _("The firm has opened its file to you")
    RULES = "rules", _("Every rule of the product is met")
    YEAR = "year", _("The footprint rests on a whole year of bills")
    IDENTITY = "identity", _("Statutes or registration of the firm")
    ACCOUNTS = "accounts", _("Accounts of the firm")
    QUOTE = "quote", _("A quote for the project")
    ASKED = "asked", _("Each document that was asked for")

    @property
    def next_step(self) -> str:
        """Return what the SME does about it when it is missing."""
        return str(_TO_BE_READY[self])


_TO_BE_READY = {
    ReadyItem.FILE: _("Open at least one document to this financier on the page of your files."),
    ReadyItem.RULES: _("Answer the questions that the rules of the product leave open, on the page of your site."),
    ReadyItem.YEAR: _("Enter the bills of a whole year, or say what the other days were."),
    ReadyItem.IDENTITY: _("Add your statutes or registration to your files, and open them to this financier."),
    ReadyItem.ACCOUNTS: _("Add your accounts to your files, and open them to this financier."),
    ReadyItem.QUOTE: _("Let this financier read the quotes you received, or open one to it among your files."),
    ReadyItem.ASKED: _("Add what it asks for to your files, and open it to this financier."),
}


class TicketBand(TextChoices):
    """How large a project is, so that the exact amount stays with the SME until it opens its file."""

    TINY = "tiny", _("under 500,000 MAD")
    SMALL = "small", _("500,000 to 1 million MAD")
    MEDIUM = "medium", _("1 to 5 million MAD")
    LARGE = "large", _("5 to 20 million MAD")
    HUGE = "huge", _("20 million MAD or more")
    UNKNOWN = "", _("amount not given")

    @classmethod
    def of(cls, amount_mad: Decimal | None) -> "TicketBand":
        if amount_mad is None:
            return cls.UNKNOWN
        bands = ((500_000, cls.TINY), (1_000_000, cls.SMALL), (5_000_000, cls.MEDIUM), (20_000_000, cls.LARGE))
        return next((band for limit, band in bands if amount_mad < limit), cls.HUGE)
