from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from footprint import queries
from footprint.actions import typed
from footprint.actions.company import assign
from footprint.choices import COUNTRIES
from footprint.events import ProfileChanged
from footprint.models import ExportLine
from footprint.policies import may_write
from kernel import events
from kernel.actor import Actor
from kernel.errors import Question, Refused
from kernel.policy import require

READERS: dict[str, typed.Reader] = {
    "code": typed.text(40),
    "tonnes_year": typed.number(),
    "market": typed.one_of(lambda: COUNTRIES),
    "importer_name": typed.text(120),
    "importer_tonnes": typed.number(),
}


@transaction.atomic
def declare_export(
    actor: Actor, *, values: Mapping[str, Any], now: datetime, confirmed: Collection[str] = ()
) -> ExportLine:
    """
    Declare one customs code sold to one market; a code that exists in no list is kept and answered "unknown".

    :raises Refused: if the actor may not write for a firm
    :raises ValidationError: naming every field that is wrong, a code that cannot be read included
    :raises Question: when a zero seems lost or a line was replaced, unless that code is confirmed
    """
    if not may_write(actor):
        raise Refused("declare_export")
    return _write(actor, ExportLine(organization_id=actor.organization_id), values, now, confirmed)


@transaction.atomic
def change_export(
    actor: Actor, *, export_id: UUID, values: Mapping[str, Any], now: datetime, confirmed: Collection[str] = ()
) -> ExportLine:
    """Change one declared line, as `declare_export` would take it."""
    line = queries.exports(actor).select_for_update().get(pk=export_id)
    require(line, "change")
    return _write(actor, line, values, now, confirmed)


@transaction.atomic
def remove_export(actor: Actor, *, export_id: UUID) -> None:
    line = queries.exports(actor).get(pk=export_id)
    require(line, "remove")
    line.delete()
    events.publish(ProfileChanged(line.organization_id))


def _write(
    actor: Actor, line: ExportLine, values: Mapping[str, Any], now: datetime, confirmed: Collection[str]
) -> ExportLine:
    assign(line, typed.read(values, READERS, language=typed.language_of(actor)))
    typed.need({"code": line.code}, "code")
    found = queries.check_code(line.code)
    if found.status == "unreadable":
        raise ValidationError({"code": [ValidationError(_("This is not a customs code."), code="unreadable")]})
    if found.proposals and found.status not in confirmed:
        raise Question("code", _("Is it one of these codes?"), code=found.status, readings=found.proposals)
    if line.resolved != found.resolved:  # own data are those of a code: a new line of it has them too
        kin = (
            queries.exports(actor).filter(resolved=found.resolved).exclude(pk=line.pk).first()
            if found.resolved
            else None
        )
        line.own = kin.own if kin else None
    line.resolved, line.updated_at = found.resolved, now
    code = {"resolved": line.resolved} if line.resolved else {"code": line.code}
    same = queries.exports(actor).filter(**code, market=line.market, importer_name=line.importer_name)
    if same.exclude(pk=line.pk).exists():
        words = _("This code is declared already, for the same market and buyer: change that line.")
        raise ValidationError({"code": [ValidationError(words, code="declared_twice")]})
    others = queries.exports(actor).exclude(pk=line.pk)
    importer = queries.importer_of(line, [*others, line])
    queries.check_importer(line.resolved or line.code, importer, tonnes="tonnes_year")
    line.save()
    events.publish(ProfileChanged(line.organization_id))
    return line
