"""The pages of an exporter: site, bills, footprint, border tax, needs, matches, requests sent; and everybody's today."""

from django.urls import path

from frontend.pages import bills, cbam, finance, footprint, lead_steps, matches, quotes, requests, sites, today

urlpatterns = [
    path("today/", today.today, name="today"),
    path("sites/", sites.of_first, {"route": "site"}, name="sites"),
    path("sites/new/", sites.site, name="new_site"),
    path("sites/<uuid:site_id>/", sites.site, name="site"),
    path("bills/", sites.of_first, {"route": "bills"}, name="bills"),
    path("sites/<uuid:site_id>/bills/", bills.bills, name="bills"),
    path("bills/<uuid:bill_id>/remove/", bills.remove_bill, name="remove_bill"),
    path("footprint/", sites.of_first, {"route": "footprint"}, name="footprint"),
    path("sites/<uuid:site_id>/footprint/", footprint.footprint_of, name="footprint"),
    path("sites/<uuid:site_id>/footprint/<int:year>/", footprint.missing_days, name="missing_days"),
    path("cbam/", cbam.cbam, name="cbam"),
    path("exports/", cbam.cbam_answer, name="cbam_answer"),
    path("exports/<uuid:export_id>/remove/", cbam.remove_export, name="remove_export"),
    path("needs/", sites.of_first, {"route": "site_needs"}, name="needs"),
    path("sites/<uuid:site_id>/needs/", footprint.site_needs, name="site_needs"),
    path("sites/<uuid:site_id>/facts/", footprint.answer_fact, name="answer_fact"),
    path("sites/<uuid:site_id>/matches/", matches.matches, name="matches"),
    path("sites/<uuid:site_id>/matches/refresh/", matches.refresh_matches, name="refresh_matches"),
    path("sites/<uuid:site_id>/needs/<uuid:need_id>/matches/", matches.matches, name="need_matches"),
    path("sites/<uuid:site_id>/ask/<uuid:offer_id>/", matches.ask, name="ask"),
    path("sites/<uuid:site_id>/needs/<uuid:need_id>/ask/<uuid:offer_id>/", matches.ask, name="ask_for_need"),
    path("requests/", requests.requests_sent, name="requests_sent"),
    path("requests/<uuid:lead_id>/", requests.request_sent, name="request_sent"),
    path("requests/<uuid:lead_id>/quotes/", quotes.compare_quotes, name="compare_quotes"),
    path("quotes/<uuid:quote_id>/accept/", quotes.accept_quote, name="accept_quote"),
    path("quotes/<uuid:quote_id>/decline/", quotes.decline_quote, name="decline_quote"),
    path("requests/<uuid:lead_id>/withdraw/", requests.withdraw_request, name="withdraw_request"),
    path("requests/<uuid:lead_id>/given-quotes/", finance.give_quotes, name="give_quotes"),
    path("requests/<uuid:lead_id>/close-file/", finance.close_file, name="close_file"),
    path("requests/<uuid:lead_id>/question/", lead_steps.ask_question, name="ask_question"),
    path("requests/<uuid:lead_id>/assign/", lead_steps.assign_lead, name="assign_lead"),
    path("requests/<uuid:lead_id>/delay/", lead_steps.delay_lead, name="delay_lead"),
    path("requests/<uuid:lead_id>/visit/", lead_steps.agree_visit, name="agree_visit"),
    path("requests/<uuid:lead_id>/sign/", lead_steps.sign_lead, name="sign_lead"),
    path("requests/<uuid:lead_id>/later/", lead_steps.postpone_outcome, name="postpone_outcome"),
    path("requests/<uuid:lead_id>/lose/", lead_steps.lose_lead, name="lose_lead"),
]
