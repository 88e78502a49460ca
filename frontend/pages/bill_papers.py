"""The photo or PDF of a bill, kept with it and taken away."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from footprint import actions, queries
from frontend.pages.actors import actor_of, exporter_required
from kernel import clock
from kernel.actor import Actor


def keep(request: HttpRequest, actor: Actor, bill_id: UUID, file: Any) -> bool:
    """Keep the file that came with a bill, if one did; when it is refused the bill stays, and the person is told."""
    if not file:
        return True
    try:
        actions.keep_paper(actor, bill_id=bill_id, name=file.name, file=file, now=clock.now())
    except ValidationError as error:
        said = {"why": " ".join(error.messages)}
        messages.error(request, gettext("The bill is kept, its photo or PDF is not. %(why)s") % said)
        return False
    return True


@exporter_required
@require_POST
def remove_paper(request: HttpRequest, bill_id: UUID) -> HttpResponse:
    """Take the photo or PDF of a bill away; the bill stays."""
    actor = actor_of(request)
    row = queries.bill(actor, bill_id)
    actions.remove_paper(actor, bill_id=bill_id, now=clock.now())
    return redirect(f"{reverse('bills', args=[row.site_id])}?edit={bill_id}#open")
