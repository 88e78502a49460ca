from django.db.models import QuerySet

from accounts.choices import PARTNER_KINDS
from kernel.actor import Actor
from kernel.imports.jobs import imports
from kernel.models import Import


def offers_files(actor: Actor) -> QuerySet[Import]:
    """Return the files of offers that the actor's organization sent, newest first, each with what may be done to it."""
    rows = imports(actor, "offers")
    return rows if actor.kind in PARTNER_KINDS else rows.none()
