"""The pages of an operator, the audit trail, and what a firm allows the team."""

from django.urls import path

from frontend.pages.operator import acts, cases, contests, mandate, merging, organizations, people, trail, unmet, weights

urlpatterns = [
    path("organizations/", organizations.organizations, name="operator_organizations"),
    path("organizations/<uuid:organization_id>/", organizations.organization, name="operator_organization"),
    path("organizations/<uuid:organization_id>/correct/", organizations.correct, name="operator_correct"),
    path("organizations/<uuid:organization_id>/suspend/", organizations.suspend, name="operator_suspend"),
    path("organizations/<uuid:organization_id>/lift/", organizations.lift_suspension, name="operator_lift"),
    path("organizations/<uuid:organization_id>/act/", organizations.begin_acting, name="begin_acting"),
    path(
        "organizations/<uuid:organization_id>/offers/<uuid:offer_id>/references/",
        organizations.confirm_references,
        name="operator_references",
    ),
    path("organizations/<uuid:organization_id>/merge/", merging.choose, name="operator_merge_choose"),
    path("organizations/<uuid:organization_id>/merge/<uuid:absorbed_id>/", merging.merge, name="operator_merge"),
    path("stop/", organizations.stop_acting, name="stop_acting"),
    path("cases/<uuid:case_id>/", cases.case, name="operator_case"),
    path("cases/<uuid:case_id>/refuse/", cases.refuse, name="operator_refuse"),
    path("leads/<uuid:lead_id>/remind/", acts.remind, name="operator_remind"),
    path("leads/<uuid:lead_id>/next/", acts.ask_next, name="operator_next"),
    path("leads/<uuid:lead_id>/close/", acts.close, name="operator_close"),
    path("reports/<uuid:report_id>/", acts.report, name="operator_report"),
    path("reports/<uuid:report_id>/read/", acts.read_report, name="operator_read_report"),
    path("reports/<uuid:report_id>/settle/", acts.settle_report, name="operator_settle_report"),
    path("contests/<uuid:contest_id>/", contests.contest, name="operator_contest"),
    path("contests/<uuid:contest_id>/read/", contests.read_contest, name="operator_read_contest"),
    path("contests/<uuid:contest_id>/answer/", contests.answer_contest, name="operator_answer_contest"),
    path("people/", people.people, name="operator_people"),
    path("people/<uuid:user_id>/", people.person, name="operator_person"),
    path("people/<uuid:user_id>/remove-factors/", people.remove_factors, name="operator_remove_factors"),
    path("weights/", weights.weights, name="operator_weights"),
    path("weights/<str:subject>/", weights.versions, name="operator_weight_versions"),
    path("unmet/", unmet.unmet, name="operator_unmet"),
    path("unmet.csv", unmet.unmet_file, name="operator_unmet_file"),
    path("trail/", trail.trail, name="trail"),
    path("trail.csv", trail.trail_file, name="trail_file"),
    path("help/", mandate.mandate, name="mandate"),
    path("help/end/", mandate.withdraw_mandate, name="withdraw_mandate"),
]
