"""Every address of the API; each is a resource, or an act on one."""

from django.urls import path

from api.v1.accounts import ends, team
from api.v1.accounts import views as accounts
from api.v1.conversations import views as conversations
from api.v1.documents import views as documents
from api.v1.footprint import bills, calculation, cbam, exports, firms
from api.v1.footprint import views as footprint
from api.v1.imports import views as imports
from api.v1.leads import finance, steps, watching
from api.v1.leads import views as leads
from api.v1.matching import views as matching
from api.v1.notices import views as notices
from api.v1.offers import views as offers
from api.v1.oversight import merging, people, references
from api.v1.oversight import views as oversight
from api.v1.partners import absences, credentials
from api.v1.partners import views as partners
from api.v1.quotes import views as quotes
from api.v1.reference import views as reference
from api.v1.reports import views as reports
from api.v1.results import views as results

app_name = "v1"

urlpatterns = [
    path("me/", accounts.Me.as_view(), name="me"),
    path("organization/", accounts.Organization.as_view(), name="organization"),
    path("organizations/", accounts.Organizations.as_view(), name="organizations"),
    path("organization/end/", ends.OrganizationEnd.as_view(), name="organization-end"),
    path("organizations/<uuid:organization_id>/reopen/", ends.OrganizationReopen.as_view(), name="organization-reopen"),
    path("me/end/", ends.AccountEnd.as_view(), name="account-end"),
    path("copies/", ends.Copies.as_view(), name="copies"),
    path("copies/<uuid:copy_id>/file/", ends.CopyFile.as_view(), name="copy-file"),
    path("keys/", accounts.Keys.as_view(), name="keys"),
    path("keys/<uuid:key_id>/revoke/", accounts.KeyRevoke.as_view(), name="key-revoke"),
    path("members/", team.Members.as_view(), name="members"),
    path("members/<uuid:user_id>/", team.Member.as_view(), name="member"),
    path("invitations/", team.Invitations.as_view(), name="invitations"),
    path("invitations/<uuid:invitation_id>/withdraw/", team.InvitationWithdraw.as_view(), name="invitation-withdraw"),
    path("invitations/accept/", team.InvitationAccept.as_view(), name="invitation-accept"),
    path("firms/", firms.Firms.as_view(), name="firms"),
    path("firms/answer/", firms.FirmAnswer.as_view(), name="firm-answer"),
    path("firms/<uuid:firm_id>/withdraw/", firms.FirmWithdraw.as_view(), name="firm-withdraw"),
    path("regions/", reference.Regions.as_view(), name="regions"),
    path("sectors/", reference.Sectors.as_view(), name="sectors"),
    path("measures/", reference.Measures.as_view(), name="measures"),
    path("standards/", reference.Standards.as_view(), name="standards"),
    path("activities/", reference.Activities.as_view(), name="activities"),
    path("company/", footprint.Company.as_view(), name="company"),
    path("sites/", footprint.Sites.as_view(), name="sites"),
    path("sites/<uuid:site_id>/", footprint.Site.as_view(), name="site"),
    path("sites/<uuid:site_id>/facts/", footprint.SiteFacts.as_view(), name="site-facts"),
    path("sites/<uuid:site_id>/bills/", bills.Bills.as_view(), name="bills"),
    path("bills/<uuid:bill_id>/", bills.Bill.as_view(), name="bill"),
    path("bills/<uuid:bill_id>/paper/", bills.BillPaper.as_view(), name="bill-paper"),
    path("sites/<uuid:site_id>/footprints/", bills.Years.as_view(), name="footprints"),
    path("sites/<uuid:site_id>/footprints/<int:year>/", bills.Footprint.as_view(), name="footprint"),
    path("footprint/calculate/", calculation.Calculate.as_view(), name="footprint-calculate"),
    path("exports/", exports.Exports.as_view(), name="exports"),
    path("exports/<uuid:export_id>/", exports.Export.as_view(), name="export"),
    path("exports/<uuid:export_id>/own/", exports.ExportOwn.as_view(), name="export-own"),
    path("cbam/", exports.CbamAnswer.as_view(), name="cbam"),
    path("cbam/calculate/", cbam.CbamCalculate.as_view(), name="cbam-calculate"),
    path("cbam/codes/", exports.CbamCode.as_view(), name="cbam-code"),
    path("sites/<uuid:site_id>/needs/", matching.Needs.as_view(), name="needs"),
    path("sites/<uuid:site_id>/matches/", matching.SiteMatches.as_view(), name="site-matches"),
    path("needs/<uuid:need_id>/matches/", matching.NeedMatches.as_view(), name="need-matches"),
    path("sites/<uuid:site_id>/why-not/<uuid:offer_id>/", matching.WhyNot.as_view(), name="why-not"),
    path("matches/<uuid:match_id>/", matching.Match.as_view(), name="match"),
    path("offers/", offers.Offers.as_view(), name="offers"),
    path("offers/import/", offers.OfferImport.as_view(), name="offer-import"),
    path("offers/<uuid:offer_id>/", offers.Offer.as_view(), name="offer"),
    path("offers/<uuid:offer_id>/publish/", offers.OfferPublish.as_view(), name="offer-publish"),
    path("offers/<uuid:offer_id>/pause/", offers.OfferPause.as_view(), name="offer-pause"),
    path("offers/<uuid:offer_id>/archive/", offers.OfferArchive.as_view(), name="offer-archive"),
    path("imports/<slug:purpose>/", imports.Imports.as_view(), name="imports"),
    path("imports/<slug:purpose>/<uuid:import_id>/", imports.Import.as_view(), name="import"),
    path("imports/<slug:purpose>/<uuid:import_id>/rows/", imports.ImportRows.as_view(), name="import-rows"),
    path("imports/<slug:purpose>/<uuid:import_id>/answers/", imports.ImportAnswers.as_view(), name="import-answers"),
    path("imports/<slug:purpose>/<uuid:import_id>/apply/", imports.ImportApply.as_view(), name="import-apply"),
    path("partners/", partners.Partners.as_view(), name="partners"),
    path("partners/<uuid:organization_id>/", partners.Partner.as_view(), name="partner"),
    path("partners/<uuid:organization_id>/record/", watching.PartnerRecord.as_view(), name="partner-record"),
    path("conversations/", conversations.Conversations.as_view(), name="conversations"),
    path("conversations/found/", conversations.Found.as_view(), name="messages-found"),
    path("conversations/team/", conversations.ConversationTeam.as_view(), name="conversation-team"),
    path("conversations/<uuid:conversation_id>/", conversations.Conversation.as_view(), name="conversation"),
    path("conversations/<uuid:conversation_id>/messages/", conversations.Messages.as_view(), name="messages"),
    path(
        "conversations/<uuid:conversation_id>/messages/<uuid:message_id>/",
        conversations.Message.as_view(),
        name="message",
    ),
    path(
        "conversations/<uuid:conversation_id>/read/", conversations.ConversationRead.as_view(), name="conversation-read"
    ),
    path(
        "conversations/<uuid:conversation_id>/mute/", conversations.ConversationMute.as_view(), name="conversation-mute"
    ),
    path("credentials/", credentials.Credentials.as_view(), name="credentials"),
    path("credentials/<uuid:credential_id>/", credentials.Credential.as_view(), name="credential"),
    path("oversight/leads/late/", watching.LeadsLate.as_view(), name="overseen-leads-late"),
    path("oversight/leads/unanswered/", watching.LeadsUnanswered.as_view(), name="overseen-leads-unanswered"),
    path("oversight/leads/refused/", watching.LeadsRefused.as_view(), name="overseen-leads-refused"),
    path("oversight/organizations/", oversight.Overseen.as_view(), name="overseen"),
    path("oversight/organizations/<uuid:organization_id>/", oversight.OverseenOne.as_view(), name="overseen-one"),
    path(
        "oversight/organizations/<uuid:organization_id>/suspend/",
        oversight.OverseenSuspend.as_view(),
        name="overseen-suspend",
    ),
    path(
        "oversight/organizations/<uuid:organization_id>/lift/", oversight.OverseenLift.as_view(), name="overseen-lift"
    ),
    path(
        "oversight/organizations/<uuid:organization_id>/merge/<uuid:absorbed_id>/",
        merging.OverseenMerge.as_view(),
        name="overseen-merge",
    ),
    path("oversight/offers/<uuid:offer_id>/references/", references.OfferReferences.as_view(), name="references"),
    path("oversight/people/", people.People.as_view(), name="people"),
    path("oversight/people/<uuid:user_id>/", people.Person.as_view(), name="person"),
    path(
        "oversight/people/<uuid:user_id>/remove-factors/",
        people.PersonRemoveFactors.as_view(),
        name="person-remove-factors",
    ),
    path("oversight/cases/", oversight.Cases.as_view(), name="cases"),
    path("oversight/cases/<uuid:case_id>/", oversight.Case.as_view(), name="case"),
    path("oversight/cases/<uuid:case_id>/verify/", oversight.CaseVerify.as_view(), name="case-verify"),
    path("oversight/cases/<uuid:case_id>/refuse/", oversight.CaseRefuse.as_view(), name="case-refuse"),
    path("audit/", oversight.Audit.as_view(), name="audit"),
    path("mandate/", oversight.Mandate.as_view(), name="mandate"),
    path("reference/<slug:table>/", reference.Table.as_view(), name="reference-table"),
    path("absences/", absences.Absences.as_view(), name="absences"),
    path("absences/<uuid:absence_id>/", absences.Absence.as_view(), name="absence"),
    path("profile/full/", absences.Full.as_view(), name="full"),
    path("profile/", partners.OwnProfile.as_view(), name="profile"),
    path("search/", partners.Search.as_view(), name="search"),
    path("leads/", leads.Leads.as_view(), name="leads"),
    path("leads/inbox/", leads.Inbox.as_view(), name="leads-inbox"),
    path("leads/queue/", finance.Queue.as_view(), name="leads-queue"),
    path("leads/sent/", leads.Sent.as_view(), name="leads-sent"),
    path("leads/<uuid:lead_id>/", leads.Lead.as_view(), name="lead"),
    path("leads/<uuid:lead_id>/see/", leads.LeadSee.as_view(), name="lead-see"),
    path("leads/<uuid:lead_id>/accept/", leads.LeadAccept.as_view(), name="lead-accept"),
    path("leads/<uuid:lead_id>/decline/", leads.LeadDecline.as_view(), name="lead-decline"),
    path("leads/<uuid:lead_id>/assign/", steps.LeadAssign.as_view(), name="lead-assign"),
    path("leads/<uuid:lead_id>/delay/", steps.LeadDelay.as_view(), name="lead-delay"),
    path("leads/<uuid:lead_id>/need/", steps.NeedAnswer.as_view(), name="lead-need"),
    path("leads/<uuid:lead_id>/question/", steps.LeadQuestion.as_view(), name="lead-question"),
    path("leads/<uuid:lead_id>/visit/", steps.LeadVisit.as_view(), name="lead-visit"),
    path("leads/<uuid:lead_id>/sign/", steps.LeadSign.as_view(), name="lead-sign"),
    path("leads/<uuid:lead_id>/lose/", steps.LeadLose.as_view(), name="lead-lose"),
    path("leads/<uuid:lead_id>/later/", results.LeadLater.as_view(), name="lead-later"),
    path("leads/<uuid:lead_id>/results/", results.LeadResults.as_view(), name="lead-results"),
    path("reports/", reports.Reports.as_view(), name="reports"),
    path(
        "conversations/<uuid:conversation_id>/report/",
        reports.ConversationReport.as_view(),
        name="conversation-report",
    ),
    path("partners/<uuid:organization_id>/report/", reports.PartnerReport.as_view(), name="partner-report"),
    path("oversight/reports/", reports.OverseenReports.as_view(), name="overseen-reports"),
    path("oversight/reports/<uuid:report_id>/read/", reports.OverseenReportRead.as_view(), name="report-read"),
    path("oversight/reports/<uuid:report_id>/settle/", reports.OverseenReportSettle.as_view(), name="report-settle"),
    path("oversight/leads/<uuid:lead_id>/remind/", reports.OverseenRemind.as_view(), name="overseen-remind"),
    path("oversight/leads/<uuid:lead_id>/next/", reports.OverseenNext.as_view(), name="overseen-next"),
    path("oversight/leads/<uuid:lead_id>/close/", reports.OverseenClose.as_view(), name="overseen-close"),
    path("quotes/<uuid:quote_id>/file/", quotes.QuoteFile.as_view(), name="quote-file"),
    path("results/<uuid:result_id>/", results.Result.as_view(), name="result"),
    path("results/<uuid:result_id>/answer/", results.ResultAnswer.as_view(), name="result-answer"),
    path("leads/<uuid:lead_id>/withdraw/", leads.LeadWithdraw.as_view(), name="lead-withdraw"),
    path("leads/<uuid:lead_id>/file/", finance.FirmFile.as_view(), name="lead-file"),
    path("leads/<uuid:lead_id>/document/", finance.AskDocument.as_view(), name="lead-document"),
    path("leads/<uuid:lead_id>/terms/", finance.OfferTerms.as_view(), name="lead-terms"),
    path("leads/<uuid:lead_id>/given-quotes/", finance.GiveQuotes.as_view(), name="lead-given-quotes"),
    path("leads/<uuid:lead_id>/close-file/", finance.CloseFile.as_view(), name="lead-close-file"),
    path("leads/<uuid:lead_id>/quotes/", quotes.LeadQuotes.as_view(), name="lead-quotes"),
    path("leads/<uuid:lead_id>/quotes/compared/", quotes.QuotesCompared.as_view(), name="quotes-compared"),
    path("quotes/<uuid:quote_id>/", quotes.Quote.as_view(), name="quote"),
    path("quotes/<uuid:quote_id>/send/", quotes.QuoteSend.as_view(), name="quote-send"),
    path("quotes/<uuid:quote_id>/accept/", quotes.QuoteAccept.as_view(), name="quote-accept"),
    path("quotes/<uuid:quote_id>/decline/", quotes.QuoteDecline.as_view(), name="quote-decline"),
    path("documents/", documents.Documents.as_view(), name="documents"),
    path("documents/<uuid:document_id>/", documents.Document.as_view(), name="document"),
    path("documents/<uuid:document_id>/file/", documents.DocumentFile.as_view(), name="document-file"),
    path("documents/<uuid:document_id>/grants/", documents.DocumentGrants.as_view(), name="document-grants"),
    path("documents/<uuid:document_id>/readings/", documents.DocumentReadings.as_view(), name="document-readings"),
    path("grants/", documents.Grants.as_view(), name="grants"),
    path("grants/<uuid:grant_id>/withdraw/", documents.GrantWithdraw.as_view(), name="grant-withdraw"),
    path("notices/", notices.Notices.as_view(), name="notices"),
    path("notices/choices/", notices.NoticeChoices.as_view(), name="notice-choices"),
    path("notices/read/", notices.NoticesRead.as_view(), name="notices-read"),
    path("notices/<uuid:notice_id>/read/", notices.NoticeRead.as_view(), name="notice-read"),
]
