"""What a month of energy comes to in a year: three questions, no account, nothing kept."""

from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from footprint import queries
from frontend.asking import AskingForm, NumberField
from frontend.shown import quick as shown
from kernel import clock

HIGHEST = Decimal(10) ** 9


class QuickForm(AskingForm):
    kwh = NumberField(
        label=_("Electricity in a month"),
        help_text=_(
            "The kWh of the bill. Not its dirhams: the tariffs that firms pay are not published in a form we could cite, and we do not guess."
        ),
        unit="kWh",
        required=False,
    )
    litres = NumberField(
        label=_("Diesel in a month"), help_text=_("Trucks, vans and cars."), unit=_("litres"), required=False
    )
    bottles = NumberField(label=_("Butane in a month"), unit=_("bottles of 12 kg"), required=False)

    def clean(self) -> dict[str, Any]:
        """Ask for one figure at least."""
        cleaned = super().clean()
        for name in shown.ACTIVITIES:
            if (cleaned.get(name) or 0) > HIGHEST:
                self.add_error(name, _("This number cannot be right."))
        if not self.errors and not any(cleaned.get(name) for name in shown.ACTIVITIES):
            self.add_error("kwh", _("Write one figure at least."))
        return cleaned


@require_safe
def quick_footprint(request: HttpRequest) -> HttpResponse:
    """Ask what a month uses, and show what a year of it comes to; the address holds the figures and nothing else."""
    form = QuickForm(request.GET if any(name in request.GET for name in shown.ACTIVITIES) else None)
    answer = None
    if form.is_bound and form.is_valid():
        amounts = {activity: form.cleaned_data.get(name) for name, activity in shown.ACTIVITIES.items()}
        answer = queries.quick({one: amount for one, amount in amounts.items() if amount}, clock.now().year - 1)
    return render(request, "pages/quick.html", shown.page(form, answer))
