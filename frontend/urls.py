from django.urls import include, path

from frontend.pages import account, directory, inbox, offers, organization, profile, public

urlpatterns = [
    path("", public.home, name="home"),
    path("gallery/", public.show_gallery, name="gallery"),
    path("language/", account.set_language, name="set_language"),
    path("style-<slug:digest>.css", public.stylesheet, name="stylesheet"),
    path("privacy/", account.privacy, name="privacy"),
    path("directory/", directory.directory, name="directory"),
    path("partners/<uuid:organization_id>/", directory.partner, name="partner"),
    path("offers/<uuid:offer_id>/", directory.offer, name="offer"),
    path("desk/account/", account.account, name="account"),
    path("desk/keys/", account.create_key, name="create_key"),
    path("desk/keys/<uuid:key_id>/revoke/", account.revoke_key, name="revoke_key"),
    path("desk/organization/details/", organization.organization, name="organization"),
    path("desk/organization/", account.switch_organization, name="switch_organization"),
    path("desk/notices/", account.notices, name="notices"),
    path("desk/notices/read/", account.read_notices, name="read_notices"),
    path("desk/profile/", profile.profile, name="profile"),
    path("desk/offers/", offers.offers, name="offers"),
    path("desk/offers/new/", offers.new_offer, name="new_offer"),
    path("desk/offers/import/", offers.import_offers, name="import_offers"),
    path("desk/offers/<uuid:offer_id>/", offers.offer_editor, name="offer_editor"),
    path("desk/requests/", inbox.inbox, name="inbox"),
    path("desk/requests/<uuid:lead_id>/", inbox.lead, name="lead"),
    path("desk/requests/<uuid:lead_id>/see/", inbox.see_lead, name="see_lead"),
    path("desk/requests/<uuid:lead_id>/accept/", inbox.accept_lead, name="accept_lead"),
    path("desk/requests/<uuid:lead_id>/decline/", inbox.decline_lead, name="decline_lead"),
    path("", include("frontend.exporter_urls")),
]
