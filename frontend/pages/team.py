"""Who works for the organization: its members, the people invited, and what a person sees who was."""

from typing import Any
from uuid import UUID

from allauth.account.adapter import get_adapter
from django import forms
from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts import actions, queries
from accounts.choices import OperatorRole, Role, roles_of
from frontend.pages.actors import actor_of, member_required
from frontend.pages.sign_up import INVITED
from kernel import clock
from kernel.actor import Actor
from kernel.errors import Conflict, Refused, TooMany
from kernel.policy import require

NOTES: dict[str, Any] = {
    Role.OWNER: _("Everything, members and keys included"),
    Role.MEMBER: _("Everything but members and keys"),
    Role.READER: _("Sees everything, changes nothing"),
    OperatorRole.NATIONAL: _("Everything, in every region; members, audit trail"),
    OperatorRole.REGIONAL: _("Verifies, suspends, corrects and helps in the region of the organization"),
    OperatorRole.SUPPORT: _("Corrects, and helps a firm that allows it"),
    OperatorRole.READ_ONLY: _("Sees organizations and what waits, changes nothing"),
    OperatorRole.TECHNICAL: _("Reads the audit trail, changes nothing"),
}


class InviteForm(forms.Form):
    email = forms.EmailField(label=_("E-mail"), widget=forms.EmailInput(attrs={"dir": "ltr", "autocomplete": "off"}))
    role = forms.ChoiceField(label=_("Role"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        roles: Any = self.fields["role"]
        roles.choices = roles_of(kind)
        roles.initial = roles_of(kind)[1][0]


@member_required
@require_http_methods(["GET", "HEAD", "POST"])
def team(request: HttpRequest) -> HttpResponse:
    """Show the members; an owner invites one more."""
    actor = actor_of(request)
    form = InviteForm(request.POST or None, kind=actor.kind)
    if request.method == "POST" and not queries.manages(actor):
        raise Refused("invite")
    if request.method == "POST" and form.is_valid():
        try:
            invitation = actions.invite(actor, **form.cleaned_data, now=clock.now())
        except ValidationError as error:
            for name, problems in error.error_dict.items():
                form.add_error(name, problems)
        except TooMany:
            form.add_error("email", gettext("Enough letters went out for today. Try again tomorrow."))
        else:
            messages.success(request, gettext("Invitation sent to %(email)s.") % {"email": invitation.email})
            return redirect("team")
    rows = list(queries.team(actor))
    context = {
        "members": [_member(one, actor) for one in rows],
        "invitations": list(queries.invitations(actor)),
        "now": clock.now(),
        "may_invite": queries.manages(actor),
        "form": form,
        "role_notes": NOTES,
    }
    return render(request, "pages/team.html", context)


def _member(row: Any, actor: Actor) -> dict[str, Any]:
    is_me = row.user_id == actor.user_id
    return {
        "id": str(row.user_id),
        "name": row.user.name or row.user.email,
        "email": row.user.email,
        "role": row.role,
        "role_label": row.get_role_display(),
        "roles": [
            {"value": value, "label": label, "current": value == row.role} for value, label in roles_of(actor.kind)
        ],
        "is_me": is_me,
        "can_change": row.can_change,
        "can_remove": row.can_remove,
    }


@member_required
@require_POST
def change_role(request: HttpRequest, user_id: UUID) -> HttpResponse:
    try:
        actions.change_role(actor_of(request), user_id=user_id, role=request.POST.get("role", ""), now=clock.now())
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, gettext("Kept."))
    return redirect("team")


@member_required
@require_http_methods(["GET", "HEAD", "POST"])
def remove_member(request: HttpRequest, user_id: UUID) -> HttpResponse:
    """Say what follows, then let the member go or leave oneself."""
    actor = actor_of(request)
    row = queries.team(actor).get(user_id=user_id)
    require(row, "remove")
    member = _member(row, actor)
    if request.method == "POST":
        try:
            actions.remove_member(actor, user_id=user_id, now=clock.now())
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
            return redirect("team")
        messages.success(request, gettext("You have left.") if member["is_me"] else gettext("The member is out."))
        return redirect("account" if member["is_me"] else "team")
    return render(request, "pages/remove-member.html", {"member": member, "organization": queries.organization(actor)})


@member_required
@require_POST
def withdraw_invitation(request: HttpRequest, invitation_id: UUID) -> HttpResponse:
    actions.withdraw_invitation(actor_of(request), invitation_id=invitation_id, now=clock.now())
    messages.success(request, gettext("The invitation no longer works."))
    return redirect("team")


@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Show an invitation to whoever holds its link; a member accepts, a newcomer opens an account first."""
    try:
        found = queries.invitation_of(token, clock.now())
    except ObjectDoesNotExist:
        return render(request, "pages/invitation.html", {"invitation": None}, status=404)
    if request.method == "POST" and not request.user.is_authenticated:
        request.session[INVITED] = token
        get_adapter().stash_verified_email(request, found.email)
        return redirect("account_signup")
    is_for_me = request.user.is_authenticated and request.user.email.lower() == found.email
    if request.method == "POST" and is_for_me:
        return accept(request, token)
    context = {
        "invitation": found,
        "role": found.get_role_display(),
        "role_note": NOTES[found.role],
        "is_for_me": is_for_me,
        "login_url": f"{reverse('account_login')}?next={request.path}",
    }
    return render(request, "pages/invitation.html", context)


def accept(request: HttpRequest, token: str) -> HttpResponse:
    language = get_language() or "fr"
    try:
        joined = actions.accept_invitation(request.user, token=token, language=language, now=clock.now())  # type: ignore[arg-type]
    except (ObjectDoesNotExist, Conflict):
        return render(request, "pages/invitation.html", {"invitation": None}, status=404)
    said = gettext("You now work for %(organization)s.") % {"organization": joined.organization.name}
    messages.success(request, said)
    return redirect("today")
