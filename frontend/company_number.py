"""How a doubt about a company number is answered on a page: each answer settles the doubts before it, and no later one."""

from collections.abc import Collection

from django.utils.translation import gettext

from accounts.choices import ICE_DOUBTS
from frontend.asking import unsure
from kernel.errors import Question

SETTLED = {"yes": ICE_DOUBTS[:2], "another": ICE_DOUBTS}


def confirmed(reading: str) -> Collection[str]:
    """Return the doubts that an answer settles; which of the first two a number raises depends on the number alone."""
    return SETTLED.get(reading, ())


def answers(question: Question) -> list[dict[str, str]]:
    code = question.question_code
    if code == "ice_taken":
        return [{"value": "another", "label": gettext("Yes, go on"), "note": ""}, unsure()]
    yes = gettext("Yes, add the zeros") if code == "lost_zeros" else gettext("Yes, it is right")
    return [{"value": "yes", "label": yes, "note": ""}, unsure()]
