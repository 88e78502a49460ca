from django.utils.translation import gettext_lazy as _

OBLIGATIONS = {
    "mandatory_audit": _("Mandatory energy audit (law 47-09)"),
    "cbam_data": _("Emission data for the carbon border tax"),
}
