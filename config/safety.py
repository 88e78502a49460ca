"""What makes a start unsafe, each in a sentence that names the variable to change."""

from collections.abc import Iterator, Sequence
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

_HERE = frozenset({"localhost", "127.0.0.1", "::1"})
_NO_MAIL = ("consolemail", "filemail", "memorymail", "dummymail")


def refuse_unsafe(
    *,
    debug: bool,
    demo: bool,
    secret_key: str,
    hosts: Sequence[str],
    public_url: str,
    proxies: int,
    email_url: str,
    metrics_token: str,
) -> None:
    """:raises ImproperlyConfigured: with everything that is unsafe, so that it is mended at once"""
    found = [*_always(secret_key, metrics_token)]
    if debug:
        found += _debugging(public_url)
    else:
        found += _in_production(demo=demo, hosts=hosts, public_url=public_url, proxies=proxies, email_url=email_url)
    if found:
        raise ImproperlyConfigured("\n".join(["Qafila does not start:", *found]))


def _always(secret_key: str, metrics_token: str) -> Iterator[str]:
    if len(secret_key) < 32:
        yield "SECRET_KEY (or the file SECRET_KEY_FILE) must hold at least 32 characters."
    elif secret_key.startswith("django-insecure-") or len(set(secret_key)) < 10:
        yield "SECRET_KEY is one that others can guess: make one with `python -c 'import secrets; print(secrets.token_urlsafe(50))'`."
    if metrics_token and len(metrics_token) < 16:
        yield "METRICS_TOKEN (or the file METRICS_TOKEN_FILE) must hold at least 16 characters."


def _debugging(public_url: str) -> Iterator[str]:
    if urlsplit(public_url).hostname not in _HERE:
        yield f"DEBUG shows everybody's mail and the insides of errors: it is refused where PUBLIC_URL is {public_url}."


def _in_production(*, demo: bool, hosts: Sequence[str], public_url: str, proxies: int, email_url: str) -> Iterator[str]:
    address = urlsplit(public_url)
    if not hosts or "*" in hosts:
        yield "ALLOWED_HOSTS must name the hosts of this service, never *."
    if address.scheme != "https":
        yield f"PUBLIC_URL must be the https:// address of this service, not {public_url}."
    if proxies < 1:
        yield "TRUSTED_PROXIES must count the proxies in front, at least the one that speaks https."
    if not email_url or email_url.startswith(_NO_MAIL):
        yield "EMAIL_URL must be the address of a mail server, for without one nobody can confirm an address."
    if demo:
        yield "DEMO opens accounts whose password everybody knows: it is refused without DEBUG."
