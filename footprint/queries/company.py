from collections.abc import Collection, Sequence
from uuid import UUID

from django.db.models import OuterRef, QuerySet, Subquery

from footprint.models import ExportLine, Site, SmeProfile
from footprint.policies import COMPANY, EXPORT, SITE, may_write
from kernel.actor import Actor


def companies(actor: Actor) -> QuerySet[SmeProfile]:
    """Return what the actor's firm said about itself, none while it said nothing."""
    return COMPANY.abilities(actor, COMPANY.scope(actor, "read", SmeProfile.objects.all()))


def company(actor: Actor) -> SmeProfile:
    """Return what the actor's firm said about itself; nothing yet is a blank, unsaved profile."""
    if found := companies(actor).first():
        return found
    blank = SmeProfile(organization_id=actor.organization_id)
    blank.can_change = may_write(actor)  # type: ignore[attr-defined]
    return blank


def sites(actor: Actor) -> QuerySet[Site]:
    """Return the places of the actor's firm, with what they may do to each."""
    return SITE.abilities(actor, SITE.scope(actor, "read", Site.objects.all()))


def sites_of_firm(actor: Actor) -> list[Site]:
    """Return the places of the actor's firm with its sales and people beside each, in one question."""
    firm = SmeProfile.objects.filter(organization_id=OuterRef("organization_id"))
    said = {name: Subquery(firm.values(name)[:1]) for name in ("revenue_mad", "employees")}
    return list(sites(actor).annotate(**said))


def firms_by_place(*, is_demo: bool) -> set[tuple[UUID, str, str]]:
    """Return (firm, sector, region) of every site of the firms in the market, fictional or not; the caller only counts them."""
    of_firm = SmeProfile.objects.filter(organization_id=OuterRef("organization_id")).values("sector")[:1]
    rows = Site.objects.filter(organization__is_demo=is_demo, organization__suspended_at=None)
    told = rows.annotate(sector=Subquery(of_firm)).values_list("organization_id", "sector", "region")
    return {(firm, sector or "", region) for firm, sector, region in told}


def chosen_site(every: Sequence[Site], site_id: UUID) -> Site:
    """
    Return one of the sites that an actor may see.

    :raises Site.DoesNotExist: if it is none of them
    """
    for site in every:
        if site.pk == site_id:
            return site
    raise Site.DoesNotExist


def sites_in_the_trail(ids: Collection[UUID]) -> dict[str, tuple[UUID, str]]:
    """Return whose each site is and its name; the caller says who may know it."""
    rows = Site.objects.filter(pk__in=ids)
    return {str(one.pk): (one.organization_id, one.name) for one in rows}


def exports(actor: Actor) -> QuerySet[ExportLine]:
    """Return the customs codes the actor's firm declared, with what they may do to each."""
    return EXPORT.abilities(actor, EXPORT.scope(actor, "read", ExportLine.objects.all()))


def site(site_id: UUID) -> Site:
    """Return a site for the queue, which acts for its owner; whoever asks for a person goes through `sites`."""
    return Site.objects.get(pk=site_id)


def site_ids(organization_id: UUID) -> list[UUID]:
    """Return the sites of a firm, for the queue."""
    return list(Site.objects.filter(organization_id=organization_id).values_list("pk", flat=True))
