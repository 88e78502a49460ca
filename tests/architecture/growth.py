"""Many of each thing of the world: copies of a row, told apart where the database asks for it."""

from collections.abc import Callable
from typing import Any

from accounts.actions import record
from accounts.choices import Act
from accounts.models import ApiKey, Invitation, Membership, Organization, User
from documents.models import Document, Grant
from footprint.models import Activity, ExportLine, PreparedFirm, Product, Site
from kernel import clock
from kernel.actor import Actor
from kernel.ids import uuid7
from kernel.models import Import, ImportRow
from marketplace.models import Lead, LeadStep, Quote, QuoteLine, Report, Result, SavedSearch
from matching.models import Contest, Match, Need
from notices.models import Notice
from partners.models import Credential, Offer, PartnerProfile, VerificationCase

Change = Callable[[int], dict[str, Any]]
ALIKE: dict[type, Change] = {
    Activity: lambda _n: {"source_key": ""},
    ExportLine: lambda n: {"importer_name": f"Importateur {n}"},
    Product: lambda n: {"name": f"Huile {n}"},
    Site: lambda n: {"name": f"Moulin {n}"},
    Need: lambda n: {"code": f"need-{n}"},
    Offer: lambda n: {"source_key": f"key-{n}"},
    Notice: lambda n: {"key": f"notice-{n}"},
    Invitation: lambda n: {"email": f"invited{n}@argane.example"},
    ApiKey: lambda n: {"secret_digest": f"digest-{n}"},
    Import: lambda n: {"filename": f"{n}.csv"},
    ImportRow: lambda n: {"number": n + 1000},
    PreparedFirm: lambda n: {"source_key": f"more-{n}"},
    Document: lambda n: {"name": f"{n}.pdf", "stored": f"{n:032d}"},
    Credential: lambda n: {"number": f"RC {n}"},
    Contest: lambda _n: {"answered_at": clock.now(), "outcome": "stands", "answer": "Il tient."},
    SavedSearch: lambda n: {"name": f"Toitures {n}"},
    Lead: lambda n: {"need_code": f"need-{n}", "need_id": None},
}


def copies(source: Any, numbers: range, change: Change) -> list[Any]:
    """Write one copy of a row for each number; return them."""
    model = type(source)
    fields = {field.attname: getattr(source, field.attname) for field in model._meta.concrete_fields}
    made = []
    for number in numbers:
        own = {} if model is ImportRow or model is Membership else {"id": uuid7()}
        fields.pop("id", None)
        made.append(model(**(fields | own | change(number))))
    return model.objects.bulk_create(made)


def grow(ids: dict[str, Any], owner: Actor, numbers: range) -> None:
    """Add these numbers of everything that a list may show."""
    first = {model: model.objects.order_by("pk").first() for model in ALIKE}
    first[Offer] = Offer.objects.get(pk=ids["offer_id"])
    first[Lead] = Lead.objects.get(pk=ids["lead_id"])
    first[Import] = Import.objects.get(pk=ids["import_id"])
    first[Notice] = Notice.objects.get(pk=ids["notice_id"])
    first[Site] = Site.objects.get(pk=ids["site_id"])
    made = {model: copies(source, numbers, ALIKE[model]) for model, source in first.items() if source is not None}
    step = LeadStep.objects.filter(lead=first[Lead]).first()
    LeadStep.objects.bulk_create(
        LeadStep(lead=lead, status=step.status, organization=step.organization, user_id=step.user_id, at=step.at)
        for lead in made[Lead]
    )
    _grow_quotes(made[Lead], Quote.objects.get(pk=ids["quote_id"]), numbers)
    copies(Result.objects.get(pk=ids["result_id"]), numbers, lambda n: {"lead_id": ids["lead_id"], "months": n + 20})
    copies(Report.objects.get(pk=ids["report_id"]), numbers, lambda n: {"sequence": n + 20})
    papers = made[Document]
    copies(Grant.objects.get(pk=ids["grant_id"]), numbers, lambda n: {"document_id": papers[n - numbers.start].pk})
    _grow_matches(made[Offer], Match.objects.get(pk=ids["match_id"]), numbers)
    _grow_people(owner, numbers)
    _grow_partners(numbers, ids["organization_id"])
    for _number in numbers:
        record(
            owner, Act.ORGANIZATION_CHANGED, subject="organization", subject_id=owner.organization_id, now=clock.now()
        )


def _grow_quotes(leads: list[Lead], quote: Quote, numbers: range) -> None:
    """Give each new lead a quote, and the first one more versions of its own."""
    quotes = copies(quote, numbers, lambda n: {"lead_id": leads[n - numbers.start].pk})
    quotes += copies(quote, numbers, lambda n: {"version": n + 2, "status": "replaced"})
    line = QuoteLine.objects.filter(quote=quote).first()
    copies(line, range(len(quotes)), lambda n: {"quote_id": quotes[n].pk})


def _grow_matches(offers: list[Offer], match: Match, numbers: range) -> None:
    copies(match, numbers, lambda n: {"offer_id": offers[n - numbers.start].pk, "position": n})


def _grow_people(owner: Actor, numbers: range) -> None:
    users = copies(User.objects.get(pk=owner.user_id), numbers, lambda n: {"email": f"member{n}@argane.example"})
    Membership.objects.bulk_create(
        Membership(organization_id=owner.organization_id, user=user, role="member", joined_at=clock.now())
        for user in users
    )


def _grow_partners(numbers: range, organization_id: Any) -> None:
    source = Organization.objects.get(pk=organization_id)
    firms = copies(source, numbers, lambda n: {"name": f"Chams {n}", "verified_at": None})
    profile = PartnerProfile.objects.get(organization=source)
    copies(profile, numbers, lambda n: {"organization_id": firms[n - numbers.start].pk})
    case = VerificationCase.objects.filter(organization=source).first()
    copies(case, numbers, lambda n: {"organization_id": firms[n - numbers.start].pk})
