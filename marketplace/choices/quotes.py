from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

MOST_LINES = 40
LONGEST_TERMS = 2_000
LONGEST_VALID_DAYS = 366
REMIND_DAYS = 3


class QuoteStatus(TextChoices):
    """Where one version of a quote stands."""

    DRAFT = "draft", pgettext_lazy("quote", "draft")
    SENT = "sent", pgettext_lazy("quote", "to decide")
    ACCEPTED = "accepted", pgettext_lazy("quote", "accepted")
    DECLINED = "declined", pgettext_lazy("quote", "declined")
    EXPIRED = "expired", pgettext_lazy("quote", "expired")
    REPLACED = "replaced", pgettext_lazy("quote", "replaced")


class EnergyOf(TextChoices):
    """What the kWh of a quote are; a fuel has no grid factor."""

    PRODUCED = "produced", _("Electricity produced")
    ELECTRICITY = "electricity", _("Electricity saved")
    FUEL = "fuel", _("Fuel saved")


class Payment(TextChoices):
    """How a partner lets its quote be paid or financed."""

    OWN_FUNDS = "own_funds", _("Own funds, by instalments of the work")
    LOAN = "loan", _("Bank loan")
    LEASING = "leasing", _("Leasing")
    GRANT = "grant", _("Part paid by a grant, at its own dates")
    THIRD_PARTY = "third_party", _("Third-party investor, paid by the savings")


class QuoteReason(TextChoices):
    """Why a company declines a quote; its partner reads it."""

    PRICE = "price", _("Too expensive")
    PAYBACK = "payback", _("Saves too little for its price")
    SCOPE = "scope", _("Not what was asked for")
    GUARANTEES = "guarantees", _("Guarantees are not enough")
    FINANCE = "finance", _("No finance found")
    OTHER_QUOTE = "other_quote", _("Another quote was chosen")
    POSTPONED = "postponed", _("Project postponed")
    OTHER = "other", _("Another reason")
