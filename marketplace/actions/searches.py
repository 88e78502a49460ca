"""A member keeps what it looks for, and says when it is told of new offers that fit."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kernel.actor import Actor
from kernel.errors import Refused
from kernel.policy import require
from kernel.text import one_line
from marketplace import jobs, queries
from marketplace.actions.alerts import begin_alerts
from marketplace.choices import LONGEST_NAME, MOST_FILTERS, MOST_SAVED, Alerts
from marketplace.models import SavedSearch
from marketplace.policies import may_save_searches
from search.ports import LONGEST_TEXT
from search.words import terms

KINDS = ("offer", "partner")


@transaction.atomic
def save_search(
    actor: Actor,
    *,
    name: str,
    text: str = "",
    tags: Sequence[Sequence[str]] = (),
    kinds: Sequence[str] = KINDS,
    alerts: str = Alerts.NEVER,
    now: datetime,
) -> SavedSearch:
    """
    Keep a search of the directory for the actor alone; the same one saved again changes its name and alerts.

    :raises Refused: for a key that only reads, and while acting for another
    :raises ValidationError: naming what is wrong, or when the actor has fifty
    """
    if not may_save_searches(actor):
        raise Refused("save_search")
    asked = {
        "text": one_line(text)[:LONGEST_TEXT],
        "tags": _groups(tags),
        "kinds": [one for one in KINDS if one in kinds],
    }
    name = _checked(name, alerts, asked)
    own = list(queries.saved_searches(actor))
    row = next((one for one in own if all(getattr(one, part) == value for part, value in asked.items())), None)
    if row is not None:
        return change_search(actor, search_id=row.pk, name=name, alerts=alerts, now=now)
    if len(own) >= MOST_SAVED:
        full = _("You have %(most)s saved searches: delete one you no longer need.")
        raise ValidationError({"name": ValidationError(full, "too_many", {"most": MOST_SAVED})})
    owner = {"organization_id": actor.organization_id, "user_id": actor.user_id}
    row = SavedSearch.objects.create(name=name, alerts=alerts, created_at=now, **owner, **asked)
    if alerts != Alerts.NEVER:
        begin_alerts(row, now=now)
    return queries.saved_search(actor, row.pk)


@transaction.atomic
def change_search(
    actor: Actor, *, search_id: UUID, name: str | None = None, alerts: str | None = None, now: datetime
) -> SavedSearch:
    """
    Change the name or the alerts of a saved search; what is not given stays.

    :raises SavedSearch.DoesNotExist: when it is somebody else's
    :raises Refused: for a key that only reads
    :raises ValidationError: naming what is wrong
    """
    row = queries.saved_searches(actor).select_for_update(of=("self",)).get(pk=search_id)
    require(row, "edit")
    was = row.alerts
    row.alerts = row.alerts if alerts is None else alerts
    asked = {"text": row.text, "tags": row.tags, "kinds": row.kinds}
    row.name = _checked(row.name if name is None else name, row.alerts, asked)
    row.save(update_fields=["name", "alerts"])
    if was == Alerts.NEVER and row.alerts != Alerts.NEVER:
        begin_alerts(row, now=now)
    elif row.alerts == Alerts.DAILY:
        jobs.tell_tomorrow(now)
    return row


@transaction.atomic
def delete_search(actor: Actor, *, search_id: UUID) -> None:
    """
    Delete a saved search and what is known of its alerts.

    :raises SavedSearch.DoesNotExist: when it is somebody else's
    :raises Refused: for a key that only reads
    """
    row = queries.saved_search(actor, search_id)
    require(row, "edit")
    row.delete()


def end_alerts(search_id: UUID, user_id: UUID) -> SavedSearch:
    """
    Tell a person no more of one saved search, which stays: by the link of a letter. Twice is once.

    :raises SavedSearch.DoesNotExist: when it is gone
    """
    SavedSearch.objects.filter(pk=search_id, user_id=user_id).update(alerts=Alerts.NEVER)
    return queries.search_to_end(search_id, user_id)


def _groups(tags: Sequence[Sequence[str]]) -> list[list[str]]:
    """Return the groups of tags in one order, so that the same question is the same whatever was ticked first."""
    groups = [sorted(set(group)) for group in tags if group]
    every = [tag for group in groups for tag in group]
    if len(every) > MOST_FILTERS or not all(map(queries.is_filter, every)):
        raise ValidationError(
            {"filters": ValidationError(_("Choose among the filters of the directory."), "unknown_choice")}
        )
    return sorted(groups)


def _checked(name: str, alerts: str, asked: Mapping[str, Any]) -> str:
    """Return the name on one line."""
    name, problems = one_line(name), {}
    if not name:
        problems["name"] = ValidationError(_("Give it a name."), "required")
    elif len(name) > LONGEST_NAME:
        longest = _("At most %(longest)s characters.")
        problems["name"] = ValidationError(longest, "too_long", {"longest": LONGEST_NAME})
    if not asked["text"] and not asked["tags"]:
        problems["q"] = ValidationError(_("Type a word or choose a filter first."), "required")
    elif asked["text"] and not terms(asked["text"]):
        problems["q"] = ValidationError(_("These words are too common to look for"), "too_common")
    if alerts not in Alerts.values:
        problems["alerts"] = ValidationError(_("Choose one of the answers."), "unknown_choice")
    elif alerts != Alerts.NEVER and "offer" not in asked["kinds"]:
        of_offers = _("Alerts tell of new offers, and this search is for partners alone.")
        problems["alerts"] = ValidationError(of_offers, "no_offers")
    if problems:
        raise ValidationError(problems)
    return name
