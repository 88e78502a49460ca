"""Sites that were matched and leads that were sent, made through the real actions."""

from dataclasses import dataclass
from io import BytesIO
from typing import Any

from documents import actions as documents
from footprint.models import Site
from kernel import clock
from kernel.actor import Actor
from marketplace import actions
from marketplace.models import Lead
from matching import actions as matching
from partners.models import Offer
from tests.documents.files import pdf
from tests.factories.footprint import make_exporter, make_site, make_year
from tests.factories.partners import make_offer, make_partner

MESSAGE = "Pouvez-vous passer en décembre ?"


@dataclass
class Deal:
    """An SME, its matched site, and partners with one offer each that fits it."""

    sme: Actor
    site: Site
    partners: list[Actor]
    offers: list[Offer]

    @property
    def partner(self) -> Actor:
        return self.partners[0]

    @property
    def offer(self) -> Offer:
        return self.offers[0]


def make_deal(partners: int = 1, *, sme: str = "Argane", **terms: Any) -> Deal:
    exporter = make_exporter(sme, budget_mad="1800000")
    site = make_site(exporter, owns_building=True, roof_m2="1150", heritage_roof=False)
    make_year(exporter, site)
    sellers = [make_partner(f"Chams {number}") for number in range(1, partners + 1)]
    offers = [make_offer(seller, **terms) for seller in sellers]
    matching.request_matches(exporter, site_id=site.pk, now=clock.now())
    return Deal(exporter, site, sellers, offers)


def ask(deal: Deal, *offers: Offer, **values: Any) -> list[actions.Asked]:
    """Ask these partners, by default all of the deal."""
    values = {"message": MESSAGE, "released": ["contact"], "consent": True, "need_id": None, **values}
    named = [offer.pk for offer in offers or deal.offers]
    return actions.send_leads(deal.sme, site_id=deal.site.pk, offer_ids=named, now=clock.now(), **values)


def make_lead(deal: Deal | None = None, **values: Any) -> tuple[Deal, Lead]:
    deal = deal or make_deal()
    return deal, ask(deal, deal.offer, **values)[0].lead


def make_financed(financiers: int = 1, **terms: Any) -> Deal:
    """Return an SME, its matched site, and financiers with one product each that fits it."""
    deal = make_deal(partners=0)
    deal.partners = [make_partner(f"Mizan {number}", "financier") for number in range(1, financiers + 1)]
    deal.offers = [make_offer(one, name_fr="Prêt vert", measures=["*"], **terms) for one in deal.partners]
    matching.request_matches(deal.sme, site_id=deal.site.pk, now=clock.now())
    return deal


def give(deal: Deal, kind: str = "accounts", financier: Any = None, days: int = 30) -> Any:
    """Have the SME keep one document of a kind and open it to a financier, the first by default."""
    name = f"{kind}.pdf"
    kept = documents.keep_file(
        deal.sme, purpose="dossier", name=name, file=BytesIO(pdf(kind)), kind=kind, now=clock.now()
    )
    receiver = (financier or deal.partner).organization_id
    return documents.give(deal.sme, document_id=kept.pk, receiver_id=receiver, days=days, now=clock.now())
