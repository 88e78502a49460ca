"""One of everything, owned by Argane (exports) or Chams (installs), for whoever walks the routes."""

from datetime import timedelta
from io import BytesIO
from typing import Any
from uuid import UUID

from django.core.management import call_command

from accounts import actions as accounts
from accounts import queries as account_queries
from documents import actions as documents
from footprint import actions as footprint
from footprint import queries as footprint_queries
from kernel import clock
from kernel.ids import uuid7
from marketplace import actions as marketplace
from marketplace import queries
from matching import actions as matching
from matching import queries as matches
from matching.models import Need
from messaging import actions as messages
from messaging import queries as messaging
from messaging.choices import About
from notices import actions as tell
from notices import queries as notices
from partners import actions as partners
from tests.documents.files import pdf
from tests.factories.accounts import actor_of, make_member, make_organization
from tests.factories.footprint import make_bill, make_exporter, make_site, make_year
from tests.factories.partners import make_offer, make_partner
from tests.factories.quotes import LINES, figures
from tests.queue import drain

ONE_YEAR = timedelta(days=365)


def make_world() -> dict[str, Any]:
    """Return the actors by role, and the id that each route parameter takes."""
    now = clock.now()
    call_command("load_reference", verbosity=0)
    argane = make_exporter(budget_mad="1800000")
    site = make_site(argane, roof_m2="1150", owns_building="yes")
    make_year(argane, site)
    bill = make_bill(argane, site, starts_on="2024-12-01", ends_on="2024-12-31")
    export = footprint.declare_export(argane, values={"code": "7318 15 82", "market": "ES"}, now=now)
    made = {"year": "2025", "name": "Huile", "made": "940", "unit": "t"}
    product = footprint.add_product(argane, site_id=site.pk, values=made, now=now)
    footprint.mark_base_year(argane, year=2024, now=now)
    chams = make_partner()
    offer = make_offer(chams)
    matching.request_matches(argane, site_id=site.pk, now=now)
    need = Need.objects.get(site=site, code="pv_rooftop")
    matching.request_matches(argane, site_id=site.pk, need_id=need.pk, now=now)
    matching.allocate_lists(now=now)
    match = matches.matches(argane, site.pk)[0]
    contested = matching.contest_match(argane, match_id=match.pk, words="Notre toit est à nous.", now=now)
    asked = marketplace.send_leads(
        argane, site_id=site.pk, need_id=need.pk, offer_ids=[offer.pk], consent=True, message="Bonjour", now=now
    )
    talk = messaging.about(argane, About.LEAD, [asked[0].lead.pk])[asked[0].lead.pk]
    said, _new = messages.post_message(argane, conversation_id=talk.pk, client_id=uuid7(), text="Bonjour", now=now)
    signed = marketplace.send_leads(argane, site_id=site.pk, offer_ids=[offer.pk], consent=True, now=now)[0].lead
    marketplace.accept_lead(chams, lead_id=signed.pk, now=now)
    marketplace.sign_lead(chams, lead_id=signed.pk, now=now)
    marketplace.ask_result(signed.pk, months=6, now=now)
    heard, _new = messages.post_message(chams, conversation_id=talk.pk, client_id=uuid7(), text="Quand ?", now=now)
    told = marketplace.report_message(
        argane, conversation_id=talk.pk, sequence=heard.sequence, reason="insult", words="À lire", now=now
    )
    second = marketplace.send_leads(argane, site_id=site.pk, offer_ids=[offer.pk], consent=True, now=now)[0].lead
    marketplace.accept_lead(chams, lead_id=second.pk, now=now)
    quote = marketplace.draft_quote(chams, lead_id=second.pk, values=figures(), lines=LINES, send=True, now=now)
    letter, _new = messages.write_to_team(argane, client_id=uuid7(), text="Comment faire ?", now=now)
    key, _secret = accounts.create_key(argane, name="ERP", scope="write", now=now)
    member = make_member(site.organization)
    invitation = accounts.invite(argane, email="nadia@argane.example", role="reader", now=now)
    papers = [
        documents.keep_file(argane, purpose="dossier", name=f"{text}.pdf", file=BytesIO(pdf(text)), now=now)
        for text in ("bilan", "statuts")
    ]
    grant = documents.give(argane, document_id=papers[0].pk, receiver_id=chams.organization_id, days=30, now=now)
    proof = partners.send_credential(
        chams,
        values={"kind": "registration", "number": "RC 1", "issuer": "Tribunal de Fès"},
        name="rc.pdf",
        file=BytesIO(pdf("rc")),
        now=now,
    )
    absence = partners.add_absence(
        chams, starts_on=clock.moroccan_day(now) + ONE_YEAR, ends_on=clock.moroccan_day(now) + ONE_YEAR, now=now
    )
    accounts.give_mandate(chams, days=7, now=now)
    copy = accounts.ask_for_copy(argane, of="person", session={}, now=now)
    drain()
    tell.tell_the_absent(talk.pk, now=now + timedelta(minutes=6))
    notice = notices.notices(chams).filter(kind="lead_received")[0]
    sent = partners.take_offers_file(chams, filename="offres.csv", content="Référence;Nom\nA;X\n".encode(), now=now)
    drain()
    borj = actor_of(make_organization("Borj", "institution"))
    invited = "Référence;Raison sociale;E-mail\nF-1;Dattes;a@dattes.example\n"
    listed = footprint.take_firms_file(borj, filename="firms.csv", content=invited.encode(), now=now)
    drain()
    footprint.apply_firms_file(borj, import_id=listed.pk)
    drain()
    rival = make_partner("Rival Solaire")
    search = marketplace.save_search(argane, name="Toitures", text="solaire", tags=[["region:MA-03"]], now=now)
    return {
        "institution": borj,
        "roles": {
            "visitor": None,
            "owner": argane,
            "reader": actor_of(site.organization, "reader"),
            "rival": make_exporter("Zellige"),
            "partner": chams,
            "other_partner": rival,
            "institution": borj,
            "operator": actor_of(make_organization("Borj", "operator", region="MA-03")),
        },
        "ids": {
            "site_id": site.pk,
            "bill_id": bill.pk,
            "export_id": export.pk,
            "product_id": product.pk,
            "need_id": need.pk,
            "match_id": match.pk,
            "offer_id": offer.pk,
            "lead_id": asked[0].lead.pk,
            "quote_id": quote.pk,
            "report_id": told.pk,
            "contest_id": contested.pk,
            "result_id": queries.results_of(argane, signed.pk).get().pk,
            "conversation_id": talk.pk,
            "message_id": said.pk,
            "accepted_conversation_id": messaging.about(argane, About.LEAD, [second.pk])[second.pk].pk,
            "team_conversation_id": letter.conversation_id,
            "key_id": key.pk,
            "copy_id": copy.pk,
            "user_id": member.pk,
            "invitation_id": invitation.pk,
            "answer": answer_of(chams),
            "letter": notices.unsubscribe_path(chams.user_id, "message_received").split("/")[-2],
            "token": account_queries.token_of(invitation),
            "credential_id": proof.pk,
            "case_id": proof.case_id,
            "absence_id": absence.pk,
            "document_id": papers[0].pk,
            "grant_id": grant.pk,
            "notice_id": notice.id,
            "search_id": search.pk,
            "organization_id": offer.organization_id,
            "absorbed_id": rival.organization_id,
            "year": 2025,
            "name": "bills",
            "extension": "csv",
            "part": "lines",
            "kind": "technology",
            "digest": "0",
            "table": "factors",
            "subject": "technology",
            "purpose": "offers",
            "import_id": sent.pk,
            "language": "fr",
            "firm_id": footprint_queries.firms(borj).get().pk,
        },
        "missing": {
            "year": 1999,
            "kind": "nothing",
            "table": "nothing",
            "subject": "nothing",
            "digest": "0",
            "token": "nothing",
            "letter": "nothing",
            "answer": "nothing",
            "name": "nothing",
            "purpose": "nothing",
            "language": "fr",
            "extension": "csv",
            "part": "nothing",
        },
    }


def answer_of(partner: Any) -> str:
    """Return what the letter of a request holds for the partner that answers by it."""
    user = account_queries.person_to_tell(partner.user_id)
    told = notices.told(partner, notices.notices(partner).filter(kind="lead_received"))
    paths = [notices.answer_path(user, partner.organization_id, one, clock.now()) for one in told]
    return next(path for path in paths if path).split("/")[-2]


def path_arguments(names: tuple[str, ...], world: dict[str, Any], *, missing: bool) -> dict[str, Any]:
    """Return the arguments of a route, of things that exist or of things that do not."""
    if missing:
        return {name: world["missing"].get(name, uuid7()) for name in names}
    return {name: world["ids"][name] for name in names}


def as_text(value: Any) -> str:
    return str(value) if isinstance(value, UUID) else value
