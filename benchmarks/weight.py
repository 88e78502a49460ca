"""Bytes of the first page as they travel (HTML, CSS, JS, preloaded font), against the same files uncompressed."""

import gzip
import re
import tempfile
import urllib.request
from urllib.parse import urljoin

from benchmarks.startup import served

LIMIT = 150_000
LINKED = re.compile(r'<(?:link|script)\b[^>]*?(?:href|src)="([^"]+)"')
NEEDED = re.compile(r"\.(?:css|js|woff2|svg)(?:\?|$)")
IMPORTED = re.compile(r'(?:from|import)\s*"(\.[^"]+)"')


def fetch(url: str) -> tuple[int, bytes]:
    """Return the bytes that travelled and the body they stand for."""
    asked = urllib.request.Request(url, headers={"Accept-Encoding": "gzip", "Accept-Language": "fr"})  # noqa: S310
    with urllib.request.urlopen(asked, timeout=20) as answer:  # noqa: S310
        sent = answer.read()
        return len(sent), gzip.decompress(sent) if answer.headers.get("Content-Encoding") == "gzip" else sent


def weigh(page: str) -> dict[str, tuple[int, int]]:
    """Return (sent, uncompressed) bytes of the page and of each file it loads, modules' imports included."""
    weights: dict[str, tuple[int, int]] = {}
    waiting = [page]
    while waiting:
        url = waiting.pop()
        if url in weights:
            continue
        sent, body = fetch(url)
        weights[url] = sent, len(body)
        if url == page:
            waiting += [urljoin(url, link) for link in LINKED.findall(body.decode()) if NEEDED.search(link)]
        elif ".js" in url:
            waiting += [urljoin(url, link) for link in IMPORTED.findall(body.decode())]
    return weights


def main() -> None:
    with tempfile.TemporaryDirectory() as data, served(data) as address:
        weights = weigh(f"{address}/")
    for url, (sent, plain) in weights.items():
        print(f"{sent / 1000:7.1f} kB sent, {plain / 1000:7.1f} kB plain  {url.removeprefix(address)}")
    sent, plain = (sum(column) for column in zip(*weights.values(), strict=True))
    verdict = "within" if sent <= LIMIT else "OVER"
    print(f"total {sent / 1000:.1f} kB sent, {plain / 1000:.1f} kB plain, ratio {sent / plain:.2f}: {verdict} 150 kB")


if __name__ == "__main__":
    main()
