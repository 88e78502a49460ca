"""The other side of a match, in words: what a firm is worth to a partner, why a list is in its order, and a contest."""

from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from matching.choices.sentences import Worded

LONGEST_CONTEST = 1_000

OTHER_SIDE = {
    "sector": _("Sector"),
    "region": _("Region"),
    "size": _("Size of the firm"),
    "ticket": _("Size"),
    "readiness": _("Ready to begin"),
    "horizon": _("When it buys"),
}
OTHER_SIDE_FACTS: dict[str, Worded] = {
    "sector": Worded(
        _("A sector that this partner works for."),
        _("Not a sector that this partner looks for."),
        _("The partner does not say for which sectors it works, or the firm in which it is."),
    ),
    "region": Worded(
        _("A region that this partner works in."),
        _("Not a region that this partner looks for."),
        _("The partner does not say in which regions it works."),
    ),
    "size": Worded(
        _("A firm of the size that this partner works for."),
        _("Not of the size that this partner looks for."),
        _("The size that the partner looks for, or that of the firm, is not said."),
    ),
    "ticket": Worded(
        _("The project is of its size."),
        _("The project is outside its usual size."),
        _("The size of the project is not known yet."),
    ),
    "readiness": Worded(
        _("Most of what the partner needs to begin is there."),
        _("Much of what the partner needs to begin is missing."),
        _("What is there to begin with is not known."),
    ),
    "horizon": Worded(
        _("The firm means to buy within a year."),
        _("The firm buys later."),
        _("The firm has not said when it buys."),
    ),
}


@dataclass(frozen=True, slots=True)
class ToBegin:
    """A thing that a partner needs to begin with, and what the firm does about it when it is missing."""

    label: Any
    next_step: Any


READY_ITEMS: dict[str, ToBegin] = {
    "rules": ToBegin(
        _("Every rule of the product is met"),
        _("Answer the questions that the rules of the product leave open, on the page of your site."),
    ),
    "year": ToBegin(
        _("The footprint rests on a whole year of bills"),
        _("Enter the bills of a whole year, or say what the other days were."),
    ),
    "budget": ToBegin(_("What the firm can invest is said"), _("Say on the page of your firm what you can invest.")),
    "decider": ToBegin(
        _("An owner of the account can be reached by telephone"),
        _("Give the telephone of your firm on its page, and an owner to its account."),
    ),
    "headcount": ToBegin(_("The headcount is said"), _("Say on the page of your firm how many you are.")),
    "schedule": ToBegin(_("The shifts of the site are said"), _("Say on the page of your needs when your site works.")),
    "certificates": ToBegin(
        _("The certificates it holds are said"), _("Say on the page of your firm which certificates it holds.")
    ),
    "identity": ToBegin(
        _("Statutes or registration of the firm"), _("Add your statutes or registration to your files.")
    ),
    "accounts": ToBegin(_("Accounts of the firm"), _("Add your accounts to your files.")),
    "quote": ToBegin(_("A quote for the project"), _("Add a quote to your files.")),
}


class Moved(models.TextChoices):
    """The step that moved an offer away from where its score alone would put it."""

    ROOM = "room", _("partners with room this month come first")
    MUTUAL = "mutual", _("partners whom your firm suits come first")
    VARIETY = "variety", _("different technologies come before more of the same")
    NEW = "new", _("the fifth place is for a new partner")
    FAIR = "fair", _("the last place is for a partner that was seen too little")


class ContestOutcome(models.TextChoices):
    """What the team found when a firm contested a score."""

    STANDS = "stands", _("The score stands: it follows from the facts")
    FACTS = "facts", _("A fact was wrong: once corrected, the score is made again")
    FAULT = "fault", _("The calculation is at fault: it will be mended")

    @property
    def next_step(self) -> str:
        """Return what the firm does now."""
        return str(_AFTER_A_CONTEST[self])


_AFTER_A_CONTEST = {
    ContestOutcome.STANDS: _("Read the words of the team; contest it again if you know more."),
    ContestOutcome.FACTS: _("Correct the fact, then match your site again."),
    ContestOutcome.FAULT: _("Nothing to do: your site is matched again once it is mended."),
}
