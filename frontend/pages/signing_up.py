"""The form of django-allauth that opens an account: it never tells whether an address has one."""

from typing import Any

from allauth.account.forms import SignupForm
from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction
from django.http import HttpRequest

from accounts import queries


class SignUpForm(SignupForm):  # type: ignore[misc]
    account_already_exists: bool

    def try_save(self, request: HttpRequest) -> Any:
        """
        Open the account, or write to the owner of the one that is there: the same page and the same work for both.

        Of two requests at once for one address, the second finds the account that the first has just opened.
        """
        if not self.account_already_exists:
            try:
                with transaction.atomic():
                    return super().try_save(request)
            except IntegrityError:
                if not queries.has_account(self.cleaned_data["email"]):
                    raise
                self.account_already_exists = True
        make_password(self.cleaned_data["password1"])
        return super().try_save(request)
