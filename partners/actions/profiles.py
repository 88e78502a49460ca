from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kernel import events
from kernel.actor import Actor
from kernel.errors import Refused
from partners.events import RoomChanged
from partners.files.exchange import LANGUAGES
from partners.models import Base, PartnerProfile
from partners.policies import may_publish_offers
from partners.search import keep_findable
from reference.queries import catalogue

TEXTS = {f"headline_{one}": 200 for one in ("fr", "ar", "en")} | {f"about_{one}": 4000 for one in ("fr", "ar", "en")}
NUMBERS = {"founded_year": (1800, 2100), "employees": (0, 1_000_000), "capacity_month": (0, 1000)}


@transaction.atomic
def save_profile(actor: Actor, *, values: Mapping[str, Any], now: datetime) -> PartnerProfile:
    """
    Keep how a partner presents itself and where it works from; fields left out stay.

    :raises Refused: if the actor's organization is no partner, or the actor may not write for it
    :raises ValidationError: naming every field that is wrong
    """
    if not may_publish_offers(actor):
        raise Refused("save_profile")
    cleaned = _read(values)
    row, _is_new = _held(actor, now)
    bases, before = cleaned.pop("bases", None), row.capacity_month
    for name, value in cleaned.items():
        setattr(row, name, value)
    row.updated_at = now
    if bases is not None:
        row.bases.all().delete()
        Base.objects.bulk_create([Base(profile=row, **base) for base in bases])
    keep_findable(row)
    if row.capacity_month != before:
        events.publish(RoomChanged(row.organization_id))
    return row


def hold_profile(actor: Actor, *, now: datetime) -> None:
    """Have the page of a partner that makes an offer, held until the transaction ends: an offer names its partner."""
    row, is_new = _held(actor, now)
    if is_new:
        keep_findable(row)


def _held(actor: Actor, now: datetime) -> tuple[PartnerProfile, bool]:
    return PartnerProfile.objects.select_for_update().get_or_create(
        organization_id=actor.organization_id, defaults={"updated_at": now}
    )


def _read(values: Mapping[str, Any]) -> dict[str, Any]:
    cleaned: dict[str, Any] = {}
    problems: dict[str, Any] = {}
    readers: dict[str, Callable[[Any], Any]] = {
        **{name: partial(_text, longest=longest) for name, longest in TEXTS.items()},
        **{name: partial(_whole, low=low, high=high) for name, (low, high) in NUMBERS.items()},
        "website": _website,
        "languages": _languages,
        "bases": _bases,
    }
    for name, value in values.items():
        try:
            if name not in readers:
                raise ValidationError(_("There is no field of this name."), code="unknown_field")
            cleaned[name] = readers[name](value)
        except ValidationError as error:
            problems[name] = error.error_list
    if problems:
        raise ValidationError(problems)
    return cleaned


def _text(value: Any, longest: int) -> str:
    text = str(value or "").strip()
    if len(text) > longest:
        raise ValidationError(_("At most %(longest)s characters."), code="too_long", params={"longest": longest})
    return text


def _whole(value: Any, low: int, high: int) -> int | None:
    if value in (None, ""):
        return 10 if high == 1000 else None
    try:
        number = int(str(value))
    except ValueError as error:
        raise ValidationError(_("A whole number is needed."), code="not_whole") from error
    if not low <= number <= high:
        raise ValidationError(
            _("Between %(low)s and %(high)s."), code="out_of_range", params={"low": low, "high": high}
        )
    return number


def _website(value: Any) -> str:
    if text := _text(value, longest=200):
        URLValidator(schemes=["http", "https"])(text)
    return text


def _languages(value: Any) -> list[str]:
    listed = [str(one).strip() for one in (value if isinstance(value, list | tuple) else str(value).split(",")) if one]
    if unknown := [one for one in listed if one not in LANGUAGES]:
        raise ValidationError(
            _("“%(value)s” is none of the choices."), code="unknown_choice", params={"value": unknown[0]}
        )
    return list(dict.fromkeys(listed))


def _bases(value: Any) -> list[dict[str, str]]:
    bases = []
    for one in value or []:
        province = str(one.get("province", "")) if isinstance(one, Mapping) else str(one)
        if province not in catalogue().provinces:
            raise ValidationError(
                _("“%(value)s” is not in the reference lists."), code="unknown_code", params={"value": province}
            )
        city = str(one.get("city", "")) if isinstance(one, Mapping) else ""
        bases.append({"province": province, "city": city[:80]})
    return bases
