"""Every page there is, with demo data, as each of its readers sees it; empty and wrong states too."""

import time
from collections.abc import Iterator
from datetime import timedelta
from io import BytesIO
from types import SimpleNamespace
from typing import Any

from django.conf import settings
from django.core.management import call_command
from playwright.sync_api import Browser, Page

from accounts import actions as accounts
from accounts.models import Organization, User
from config.management.commands.seed import PASSWORD
from documents import actions as documents
from footprint import actions as footprint
from footprint import queries as footprint_queries
from footprint.models import Activity, ExportLine, Site
from kernel import clock
from kernel.ids import uuid7
from marketplace import actions as marketplace
from marketplace import queries as requests
from marketplace.models import Lead
from matching.models import Need
from messaging import actions as messages
from messaging.models import Conversation
from notices import queries as notices
from partners import actions as partners
from partners import queries as partner_queries
from partners.models import Offer, VerificationCase
from tests.documents.files import pdf
from tests.factories.accounts import actor_of, make_organization
from tests.factories.quotes import LINES, figures
from tests.factories.results import measured
from tests.journeys.steps import sign_in

NARROWEST = 360
SUBMIT = "main form button[type=submit]"
ACT = "main form[action$='/act/'] button[type=submit]"
DECLINE = "main details form button[type=submit]"
# Who looks: the name of the picture, the address, and what is pressed first (a form sent empty shows its errors).
PAGES: dict[str, list[tuple[str, str, str]]] = {
    "visitor": [
        ("home", "/", ""),
        ("directory", "/directory/?q=solaire", ""),
        ("directory-empty", "/directory/?q=zzzz&region=MA-12", ""),
        ("partner", "/partners/{chams}/", ""),
        ("offer", "/offers/{offer}/", ""),
        ("scheme", "/offers/{scheme}/", ""),
        ("cbam", "/cbam/", ""),
        ("cbam-answer", "/cbam/?code=73181582&tonnes=120", ""),
        ("quick", "/quick/", ""),
        ("quick-answer", "/quick/?kwh=3010&litres=1000&bottles=2", ""),
        ("quick-errors", "/quick/?kwh=beaucoup", ""),
        ("sign-up", "/accounts/signup/", ""),
        ("sign-up-errors", "/accounts/signup/", SUBMIT),
        ("login", "/accounts/login/", ""),
        ("login-errors", "/accounts/login/", SUBMIT),
        ("password", "/accounts/password/reset/", ""),
        ("account-closed", "/accounts/inactive/", ""),
        ("privacy", "/privacy/", ""),
        ("how-matching-works", "/matching/", ""),
        ("legal", "/legal/", ""),
        ("accessibility", "/accessibility/", ""),
        ("invitation-gone", "/invitations/nothing/", ""),
        ("firm", "/firms/{firm}/", ""),
        ("firm-gone", "/firms/nothing/", ""),
        ("answer-letter", "{answer}", ""),
        ("answer-letter-errors", "{answer}?do=decline", DECLINE),
        ("answer-letter-gone", "/letters/answer/nothing/", ""),
        ("unsubscribe", "{unsubscribe}", ""),
        ("unsubscribe-done", "{unsubscribe}", SUBMIT),
        ("unsubscribe-gone", "/letters/end/nothing/", ""),
        ("not-found", "/nothing-here/", ""),
        ("reference", "/reference/", ""),
        ("reference-table", "/reference/factors/", ""),
        ("reference-empty", "/reference/measures/?q=zzzz", ""),
    ],
    "amina@argane.example": [
        ("today", "/today/", ""),
        ("site", "/sites/{site}/", ""),
        ("bills", "/sites/{site}/bills/", ""),
        ("bills-fuels", "/sites/{site}/bills/?kind=fuels", ""),
        ("bills-freight", "/sites/{site}/bills/?kind=freight", ""),
        ("bills-waste", "/sites/{site}/bills/?kind=waste", ""),
        ("bill-open", "/sites/{site}/bills/?edit={bill}", ""),
        ("bill-errors", "/sites/{site}/bills/", SUBMIT),
        ("bill-paper", "/sites/{site}/bills/?edit={billed}", ""),
        ("bills-last-year", "/sites/{site}/bills/last-year/?year=2026", ""),
        ("bills-import", "/desk/imports/bills/", ""),
        ("bills-import-asked", "/desk/imports/bills/{bills_asked}/", ""),
        ("bills-import-ready", "/desk/imports/bills/{bills_ready}/", ""),
        ("footprint", "/sites/{site}/footprint/", ""),
        ("footprint-ar6", "/sites/{site}/footprint/?gwp=AR6", ""),
        ("footprint-firm", "/footprint/all/", ""),
        ("products", "/sites/{site}/products/{year}/", ""),
        ("products-errors", "/sites/{site}/products/{year}/", SUBMIT),
        ("product-open", "/sites/{site}/products/{year}/?edit={product}", ""),
        ("exports", "/exports/", ""),
        ("needs", "/sites/{site}/needs/", ""),
        ("matches", "/sites/{site}/matches/", ""),
        ("contests", "/contests/", ""),
        ("matches-finance", "/sites/{site}/matches/?kind=finance", ""),
        ("need-matches", "/sites/{site}/needs/{need}/matches/", ""),
        ("need-not-matched", "/sites/{site}/needs/{unmatched}/matches/", ""),
        ("reasons", "/sites/{site}/reasons/{offer}/", ""),
        ("ask", "/sites/{site}/ask/{offer}/", ""),
        ("ask-certifier", "/sites/{audit_site}/needs/{audit_need}/ask/{audit_offer}/", ""),
        ("ask-errors", "/sites/{site}/ask/{offer}/", SUBMIT),
        ("requests", "/requests/", ""),
        ("request-seen", "/requests/{seen}/", ""),
        ("request-accepted", "/requests/{accepted}/", ""),
        ("request-quoted", "/requests/{quoted}/", ""),
        ("quotes", "/requests/{quoted}/quotes/", ""),
        ("quotes-empty", "/requests/{declined}/quotes/", ""),
        ("quote", "/desk/quotes/{quote}/", ""),
        ("request-signed", "/requests/{signed}/", ""),
        ("request-outcome", "/requests/{outcome}/", ""),
        ("result", "/desk/results/{result}/", ""),
        ("result-waiting", "/desk/results/{waiting}/", ""),
        ("result-errors", "/desk/results/{waiting}/", SUBMIT),
        ("request-declined", "/requests/{declined}/", ""),
        ("request-financed", "/requests/{financed}/", ""),
        ("conversations", "/desk/conversations/", ""),
        ("conversation", "/desk/conversations/{talk}/", ""),
        ("conversation-closed", "/desk/conversations/{silence}/", ""),
        ("report-message", "/desk/conversations/{talk}/report/", ""),
        ("report-message-errors", "/desk/conversations/{talk}/report/", SUBMIT),
        ("report-partner", "/desk/partners/{chams}/report/", ""),
        ("conversation-team", "/desk/conversations/{letter}/", ""),
        ("message-change", "/desk/conversations/{talk}/{said}/", ""),
        ("saved-searches", "/desk/searches/", ""),
        ("saved-search", "/desk/searches/{saved}/", ""),
        ("save-search", "/desk/searches/new/?q=solaire&region=MA-03", ""),
        ("save-search-errors", "/desk/searches/new/", SUBMIT),
        ("notices", "/desk/notices/", ""),
        ("notice-choices", "/desk/notices/choices/", ""),
        ("files", "/desk/documents/", ""),
        ("files-errors", "/desk/documents/", SUBMIT),
        ("file-remove", "/desk/documents/{paper}/remove/", ""),
        ("account", "/desk/account/", ""),
        ("your-data", "/desk/account/data/", ""),
        ("leave-account", "/desk/account/leave/", ""),
        ("close-organization", "/desk/organization/close/", ""),
        ("close-organization-errors", "/desk/organization/close/", SUBMIT),
        ("team", "/desk/team/", ""),
        ("team-errors", "/desk/team/", SUBMIT),
        ("leave", "/desk/team/{amina}/remove/", ""),
        ("help", "/desk/oversight/help/", ""),
        ("help-allowed", "/desk/oversight/help/", SUBMIT),
        ("trail", "/desk/oversight/trail/", ""),
        ("security", "/accounts/second-factor/", ""),
        ("sessions", "/accounts/sessions/", ""),
        ("passkeys", "/accounts/second-factor/webauthn/", ""),
        ("confirm-access", "/accounts/second-factor/totp/activate/", ""),
        ("password-change", "/accounts/password/change/", ""),
        ("email-change", "/accounts/email/", ""),
    ],
    "hassan@boulonnerie.example": [("exports-covered", "/exports/", ""), ("own-data", "/exports/{steel}/own/", "")],
    "salma@chams.example": [
        ("today", "/today/", ""),
        ("inbox", "/desk/requests/", ""),
        ("lead", "/desk/requests/{received}/", ""),
        ("absences", "/desk/absences/", ""),
        ("demand", "/desk/demand/", ""),
        ("lead-accepted", "/desk/requests/{taken}/", ""),
        ("conversation", "/desk/conversations/{asked_of_chams}/", ""),
        ("quote-write", "/desk/requests/{taken}/quote/", ""),
        ("quote-write-line", "/desk/requests/{taken}/quote/", "main button[value=line]"),
        ("quote-write-errors", "/desk/requests/{taken}/quote/", "main button[value=send]"),
        ("lead-signed", "/desk/requests/{signed}/", ""),
        ("result", "/desk/results/{result}/", ""),
        ("offers", "/desk/offers/", ""),
        ("editor", "/desk/offers/{offer}/", ""),
        ("editor-new", "/desk/offers/new/", ""),
        ("editor-errors", "/desk/offers/new/", SUBMIT),
        ("import-lines", "/desk/offers/import/", ""),
        ("imports", "/desk/imports/offers/", ""),
        ("imports-errors", "/desk/imports/offers/", SUBMIT),
        ("import-asked", "/desk/imports/offers/{asked}/", ""),
        ("import-refused", "/desk/imports/offers/{refused}/", ""),
        ("import-ready", "/desk/imports/offers/{ready}/", ""),
        ("import-failed", "/desk/imports/offers/{failed}/", ""),
        ("files-given", "/desk/documents/", ""),
        ("profile", "/desk/profile/", ""),
        ("proofs", "/desk/proofs/", ""),
        ("proofs-errors", "/desk/proofs/", SUBMIT),
        ("account", "/desk/account/", ""),
        ("organization", "/desk/organization/details/", ""),
        ("new-organization", "/desk/organization/new/", ""),
        ("new-organization-errors", "/desk/organization/new/", SUBMIT),
        ("notices", "/desk/notices/", ""),
    ],
    "nadia@borj.example": [
        ("today", "/today/", ""),
        ("conversations", "/desk/conversations/", ""),
        ("conversation-team", "/desk/conversations/{letter}/", ""),
        ("organizations", "/desk/oversight/organizations/", ""),
        ("organizations-empty", "/desk/oversight/organizations/?q=zzzz", ""),
        ("organization", "/desk/oversight/organizations/{tadwir}/", ""),
        ("suspend-errors", "/desk/oversight/organizations/{tadwir}/", SUBMIT),
        ("correct", "/desk/oversight/organizations/{tadwir}/correct/", ""),
        ("correct-errors", "/desk/oversight/organizations/{tadwir}/correct/", SUBMIT),
        ("merge-choose", "/desk/oversight/organizations/{tadwir}/merge/", ""),
        ("merge-found", "/desk/oversight/organizations/{tadwir}/merge/?q=a", ""),
        ("merge-refused", "/desk/oversight/organizations/{tadwir}/merge/{chams}/", ""),
        ("merge", "/desk/oversight/organizations/{chams}/merge/{twin}/", ""),
        ("merge-errors", "/desk/oversight/organizations/{chams}/merge/{twin}/", SUBMIT),
        ("case", "/desk/oversight/cases/{case}/", ""),
        ("case-errors", "/desk/oversight/cases/{case}/", SUBMIT),
        ("report", "/desk/oversight/reports/{reported}/", ""),
        ("report-read", "/desk/oversight/reports/{reported}/", "main form[action$='/read/'] button"),
        ("report-errors", "/desk/oversight/reports/{reported}/", "main form[action$='/settle/'] button"),
        ("weights", "/desk/oversight/weights/", ""),
        ("weight-versions", "/desk/oversight/weights/lists/", ""),
        ("weight-versions-errors", "/desk/oversight/weights/lists/", SUBMIT),
        ("people", "/desk/oversight/people/", ""),
        ("people-errors", "/desk/oversight/people/", SUBMIT),
        ("person", "/desk/oversight/people/{banker}/", ""),
        ("person-errors", "/desk/oversight/people/{banker}/", SUBMIT),
        ("person-without", "/desk/oversight/people/{amina}/", ""),
        ("trail", "/desk/oversight/trail/", ""),
        ("unmet", "/desk/oversight/unmet/", ""),
        ("help-asked", "/desk/oversight/organizations/{argane}/", ""),
        ("acting", "/desk/oversight/organizations/{argane}/", ACT),
    ],
    "karim@mizan.example": [
        ("inbox", "/desk/requests/", ""),
        ("inbox-filtered", "/desk/requests/?readiness=ready&region=MA-12", ""),
        ("lead", "/desk/requests/{financed}/", ""),
        ("firm-file", "/desk/requests/{financed}/file/", ""),
        ("editor-new", "/desk/offers/new/", ""),
    ],
    "newcomer@argane.example": [
        ("today", "/today/", ""),
        ("site-new", "/sites/new/", ""),
        ("site-errors", "/sites/new/", SUBMIT),
        ("exports", "/exports/", ""),
        ("requests", "/requests/", ""),
        ("notices", "/desk/notices/", ""),
        ("saved-searches-empty", "/desk/searches/", ""),
        ("files-empty", "/desk/documents/", ""),
        ("conversations-empty", "/desk/conversations/", ""),
        ("write-to-team", "/desk/conversations/team/", ""),
        ("write-to-team-errors", "/desk/conversations/team/", SUBMIT),
    ],
    "new@partner.example": [
        ("today", "/today/", ""),
        ("inbox", "/desk/requests/", ""),
        ("offers", "/desk/offers/", ""),
    ],
    "new@region.example": [
        ("today", "/today/", ""),
        ("firms-empty", "/desk/firms/", ""),
        ("firms-import", "/desk/imports/firms/", ""),
    ],
    "borj@region.example": [("firms", "/desk/firms/", "")],
    "reader@argane.example": [
        ("bills", "/sites/{site}/bills/", ""),
        ("site", "/sites/{site}/", ""),
        ("needs", "/sites/{site}/needs/", ""),
        ("forbidden", "/sites/{site}/ask/{offer}/", ""),
    ],
}


ROOF = "Photovoltaïque en toiture, 20 à 500 kWc"


def rows() -> dict[str, Any]:
    """Return the rows of the demo data that the addresses name."""
    site = Site.objects.get(name="Moulin de Meknès")
    matched = Lead.objects.filter(site=site)
    audit = Lead.objects.get(organization=site.organization, partner_organization__kind="certifier")
    return {
        "audit_site": audit.site_id,
        "audit_need": audit.need_id,
        "audit_offer": audit.offer_id,
        "site": site.pk,
        "bill": Activity.objects.filter(site=site).first().pk,
        "need": matched.get(partner_organization__name="Wafir Leasing").need_id,
        "financed": matched.get(partner_organization__name="Mizan Finance").pk,
        "amina": User.objects.get(email="amina@argane.example").pk,
        "steel": ExportLine.objects.get(resolved="73181582").pk,
        "unmatched": Need.objects.get(site=site, code="led").pk,
        "chams": Organization.objects.get(name="Chams Solaire").pk,
        "argane": site.organization_id,
        "tadwir": VerificationCase.objects.get().organization_id,
        "case": VerificationCase.objects.get().pk,
        "offer": Offer.objects.get(name_fr=ROOF).pk,
        "scheme": Offer.objects.get(scheme_id="tamwilcom_green_invest").pk,
        **{status: matched.filter(status=status).first().pk for status in ("seen", "accepted", "declined")},
        "received": Lead.objects.get(partner_organization__name="Chams Solaire", status="sent").pk,
        "taken": Lead.objects.get(partner_organization__name="Chams Solaire", status="accepted").pk,
    }


FILES = {
    "asked": "Référence;Nom;Projet minimum (MAD);Bonus\nA;Toiture;1.250;oui\nTotal;;1.250;\n",
    "refused": "Référence;Nom;Prix min\nA;Toiture;beaucoup\nB;Pompage;3\n",
    "ready": "Référence;Nom;Régions\nA;Toiture;MA-03\n",
    "failed": "%PDF-1.7 not a table",
}


def make_files() -> dict[str, Any]:
    """Have the demo partner send a file of each state."""
    salma = actor_of(Organization.objects.get(name="Chams Solaire"))
    sent = {
        state: partners.take_offers_file(salma, filename=f"{state}.csv", content=text.encode(), now=clock.now()).pk
        for state, text in FILES.items()
    }
    while partner_queries.offers_files(salma).filter(state="waiting").exists():
        time.sleep(0.1)
    return sent


BILL_FILES = {
    "bills_asked": "Site;Mois;Quantité;Unité\nMoulin de Meknès;01/2023;182 000;MWh\nMoulin de Meknès;02/2023;12.450;kWh\n",
    "bills_ready": "Site;Activité;Mois;Quantité\nMoulin de Meknès;Butane (bouteilles);01/2023;4 bouteilles de 12 kg\nTOTAL;;;4\n",
}


def make_bill_files() -> dict[str, Any]:
    """Have the demo firm send a file of bills that is asked about and one that is ready, and keep the photo of a bill."""
    site = Site.objects.get(name="Moulin de Meknès")
    amina, now = actor_of(site.organization), clock.now()
    sent = {
        name: footprint.take_bills_file(amina, filename=f"{name}.csv", content=text.encode(), now=now).pk
        for name, text in BILL_FILES.items()
    }
    while footprint_queries.bills_files(amina).filter(state="waiting").exists():
        time.sleep(0.1)
    bill = Activity.objects.filter(site=site).last()
    footprint.keep_paper(amina, bill_id=bill.pk, name="facture.pdf", file=BytesIO(pdf("facture")), now=now)
    return {**sent, "billed": bill.pk}


def make_letters() -> dict[str, Any]:
    """Return the links that letters to the demo firm and to its installer hold."""
    amina, salma = (User.objects.get(email=one) for one in ("amina@argane.example", "salma@chams.example"))
    actor, waiting = actor_of(Organization.objects.get(name="Chams Solaire")), []
    while not waiting:
        told = notices.told(actor, notices.notices(actor))
        waiting = [one for one in told if one.kind == "lead_received" and one.lead.status == "sent"]
        time.sleep(0.1)
    return {
        "unsubscribe": notices.unsubscribe_path(amina.pk, "message_received"),
        "answer": notices.answer_path(salma, actor.organization_id, waiting[0], clock.now()),
    }


def make_years(named: dict[str, Any]) -> dict[str, Any]:
    """Give the demo firm a year before its own, a base year, and what its site makes."""
    site = Site.objects.get(pk=named["site"])
    firm, now = actor_of(site.organization), clock.now()
    year = footprint_queries.years(firm, site.pk)[0]
    bill = {"activity_id": "electricity_grid", "quantity": "400000", "unit": "kWh"}
    days = {"starts_on": f"{year - 1}-01-01", "ends_on": f"{year - 1}-12-31"}
    footprint.enter_bill(firm, site_id=site.pk, values=bill | days, now=now)
    footprint.mark_base_year(firm, year=year - 1, now=now)
    made = [
        {"name": "Huile d’olive", "made": "940", "exported": "610", "code": "1509 20", "boundary": "port"},
        {"name": "Margines", "made": "3900", "is_waste": True},
    ]
    kept = [
        footprint.add_product(firm, site_id=site.pk, values={"year": str(year), "unit": "t"} | one, now=now)
        for one in made
    ]
    return {"product": kept[0].pk, "year": year}


def make_papers() -> dict[str, Any]:
    """Have the demo firm keep two files, and let its installer and its bank open one each."""
    chams, argane = (Organization.objects.get(name__startswith=name) for name in ("Chams", "Huilerie Argane"))
    amina, now = actor_of(argane), clock.now()
    papers = [
        documents.keep_file(amina, purpose="dossier", name=f"{text}.pdf", file=BytesIO(pdf(text)), now=now)
        for text in ("bilan-2025", "statuts")
    ]
    documents.give(amina, document_id=papers[0].pk, receiver_id=chams.pk, days=30, now=now)
    mizan = Organization.objects.get(name="Mizan Finance")
    documents.give(amina, document_id=papers[1].pk, receiver_id=mizan.pk, days=30, now=now)
    documents.open_document(actor_of(chams), document_id=papers[0].pk, now=now)[1].close()
    return {"paper": papers[1].pk}


def make_talk(named: dict[str, Any]) -> dict[str, Any]:
    """Have both sides of a request that was taken on say something, and somebody of another that waits."""
    about = dict(Conversation.objects.values_list("subject_id", "pk"))
    leads = {name: Lead.objects.get(pk=named[name]) for name in ("accepted", "declined", "received")}
    last: dict[str, Any] = {}
    for name, text in (("accepted", "Bonjour, quelle surface ?\n06 12 34 56 78"), ("received", "هل يمكنكم الزيارة؟")):
        lead = leads[name]
        for organization in (lead.partner_organization, lead.organization):
            said, _is_new = messages.post_message(
                actor_of(organization), conversation_id=about[lead.pk], client_id=uuid7(), text=text, now=clock.now()
            )
            last[name] = said.pk
    firm = actor_of(leads["accepted"].organization)
    told = marketplace.report_message(
        firm, conversation_id=about[leads["accepted"].pk], reason="other", words="À lire", now=clock.now()
    )
    letter, _is_new = messages.write_to_team(firm, client_id=uuid7(), text="Comment ajouter un site ?", now=clock.now())
    return {
        "letter": letter.conversation_id,
        "reported": told.pk,
        "talk": about[leads["accepted"].pk],
        "silence": about[leads["declined"].pk],
        "asked_of_chams": about[leads["received"].pk],
        "said": last["accepted"],
    }


def make_twin() -> dict[str, Any]:
    """Have the demo partner be registered a second time, and let the team make the two one."""
    chams = Organization.objects.get(name="Chams Solaire")
    fields = {"ice": chams.ice, "region": chams.region, "is_demo": True}
    twin = make_organization("Chams Solaire SARL", "provider", **fields)
    for one in (chams, twin):
        accounts.give_mandate(actor_of(one), days=7, now=clock.now())
    return {"twin": twin.pk}


def make_quotes() -> dict[str, Any]:
    """Have the partner that took on a request of the demo firm quote it, with a payback that does not follow."""
    lead = Lead.objects.get(site__name="Moulin de Meknès", status="accepted")
    written = {"values": figures(payback_years="5"), "lines": LINES, "send": True}
    seller = actor_of(lead.partner_organization)
    return {"quoted": lead.pk, "quote": marketplace.draft_quote(seller, lead_id=lead.pk, **written, now=clock.now()).pk}


def make_results() -> dict[str, Any]:
    """Have the demo firm sign with its installer and measure a year; ask it what came of the request that is quoted."""
    site, offer = Site.objects.get(name="Moulin de Meknès"), Offer.objects.get(name_fr=ROOF).pk
    amina, salma = actor_of(site.organization), actor_of(Organization.objects.get(name="Chams Solaire"))
    now = clock.now()
    lead = marketplace.send_leads(amina, site_id=site.pk, offer_ids=[offer], consent=True, now=now)[0].lead
    marketplace.accept_lead(salma, lead_id=lead.pk, now=now)
    written = {"values": figures(), "lines": LINES, "send": True}
    quote = marketplace.draft_quote(salma, lead_id=lead.pk, **written, now=now)
    marketplace.accept_quote(amina, quote_id=quote.pk, now=now)
    for months in (6, 12):
        marketplace.ask_result(lead.pk, months=months, now=now)
    half, year = requests.results_of(amina, lead.pk)
    marketplace.answer_result(amina, result_id=year.pk, values=measured(is_shared="yes"), now=now)
    quoted = Lead.objects.get(site=site, status="quoted")
    marketplace.ask_outcome(quoted.pk, now=now + timedelta(days=90))
    return {"signed": lead.pk, "result": year.pk, "waiting": half.pk, "outcome": quoted.pk}


def make_searches() -> dict[str, Any]:
    """Have the demo firm save a search, and somebody look twice for what there is not."""
    now = clock.now()
    amina = actor_of(Organization.objects.get(name__startswith="Huilerie Argane"))
    kept = {"name": "Solaire à Fès", "text": "solaire", "tags": [["region:MA-03"]], "alerts": "daily"}
    for days in (0, 1):
        asked = {"text": "biométhaniseur agricole", "tags": (("region:MA-12",),), "language": "fr"}
        marketplace.note_unmet(
            amina, SimpleNamespace(total=0, degraded=False, near=False), **asked, now=now - timedelta(days)
        )
    return {"saved": marketplace.save_search(amina, **kept, now=now).pk}


def make_firms() -> dict[str, Any]:
    """Have the institution invite a firm."""
    borj = actor_of(Organization.objects.get(name="Borj"))
    text = "Référence;Raison sociale;E-mail;Effectif;Membre de la CGEM\nF-1;Dattes du Ziz;a@dattes.example;34;oui\n"
    job = footprint.take_firms_file(borj, filename="firms.csv", content=text.encode(), now=clock.now())
    while footprint_queries.firms_files(borj).get(pk=job.pk).state == "waiting":
        time.sleep(0.1)
    footprint.apply_firms_file(borj, import_id=job.pk)
    while not footprint_queries.firms(borj).exists():
        time.sleep(0.1)
    return {"firm": footprint_queries.firm_token(footprint_queries.firms(borj).get())}


def make_people() -> dict[str, Any]:
    """Add whom the demo data lack: a newcomer of each side, a member who only reads, and who has a second factor."""
    newcomers = {
        "newcomer@argane.example": ("Dattes du Ziz", "sme"),
        "new@partner.example": ("Rif Énergie", "provider"),
        "new@region.example": ("Chambre du Rif", "institution"),
        "borj@region.example": ("Borj", "institution"),
    }
    actors = {email: actor_of(make_organization(name, kind)) for email, (name, kind) in newcomers.items()}
    argane = Site.objects.get(name="Moulin de Meknès").organization
    for email, actor in {**actors, "reader@argane.example": actor_of(argane, "reader")}.items():
        user = User.objects.get(pk=actor.user_id)
        user.email = email
        user.set_password(PASSWORD)
        user.save()
        user.emailaddress_set.create(email=email, primary=True, verified=True)
    return {"banker": actor_of(make_organization("Banque du Souss", "financier")).user_id}


def walk(server: str, browser: Browser, *, locale: str, width: int) -> Iterator[tuple[str, Page]]:
    """
    Open every page in turn and give it with the name of its picture, once it was held against the widths.

    :raises AssertionError: when a page answers another status than it should, or scrolls sideways
    """
    settings.DEMO = True
    call_command("prepare", demo=True, verbosity=0)
    named, too_wide = (
        {
            **make_people(),
            **rows(),
            **make_files(),
            **make_bill_files(),
            **make_papers(),
            **make_firms(),
            **make_twin(),
            **make_quotes(),
            **make_results(),
            **make_searches(),
        },
        [],
    )
    named |= make_years(named)
    named |= make_talk(named)
    named |= make_letters()
    for who, pages in PAGES.items():
        page = browser.new_context(viewport={"width": width, "height": 900}, locale=locale).new_page()
        if "@" in who:
            sign_in(page, server, who)
        for name, address, press in pages:
            answer = page.goto(server + address.format(**named))
            assert answer is not None, name
            gone = name.endswith(("-gone", "not-found"))
            assert answer.status == (404 if gone else 403 if name == "forbidden" else 200), (who, name)
            if press:
                page.locator(press).last.click()
                page.wait_for_load_state("load")
            page.evaluate("document.fonts.ready")
            for one in [NARROWEST, width] if width < 768 else [width]:
                page.set_viewport_size({"width": one, "height": 900})
                across = page.evaluate("document.documentElement.scrollWidth")
                too_wide += [(who, name, one, across)] if across > one else []
            yield f"{who.partition('@')[0]}-{name}", page
        page.context.close()
    assert not too_wide, too_wide
