"""The name of each criterion of the score, as a person would say it."""

from django.utils.translation import gettext_lazy as _

CRITERIA = {
    "goal": _("Answers a stated goal"),
    "cover": _("Covers the needs"),
    "carbon": _("Carbon effect"),
    "economics": _("Payback"),
    "relief": _("Up-front cost taken off"),
    "compliance": _("Settles obligations"),
    "ticket": _("Size"),
    "certainty": _("Certainty of its status"),
    "waiting": _("Waiting time"),
    "sector_proof": _("Proof in the sector"),
    "proximity": _("Proximity"),
    "trust": _("Trust"),
    "speed": _("Speed of answers"),
    "room": _("Room this month"),
    "language": _("Common language"),
}
