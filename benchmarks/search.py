"""A search with two filters and all facets among 100,000 offers, against the same engine asked bare."""

import http.client
import json
import os
import random
import statistics
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from queue import Empty, SimpleQueue
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
os.environ.setdefault("DEBUG", "1")
django.setup()

import tantivy  # noqa: E402
from django.conf import settings  # noqa: E402

from kernel.ids import uuid7  # noqa: E402
from kernel.text import words  # noqa: E402
from reference.files import Catalogue, load  # noqa: E402
from search import batch, registry  # noqa: E402
from search.ports import LANGUAGES, MOST_TAGS, Document, Query  # noqa: E402

OFFERS, ASKED, EDITS, AT_ONCE, PAGE = 100_000, 300, 1_000, 500, 20
SAVED, NEW, ONE_BY_ONE = 10_000, 50, 200
FACETS = ("kind", "sector", "region", "measure", "standard", "language", "instrument", "ticket", "verified", "status")
FURTHER = {
    "fr": "étude pose garantie maintenance usine atelier mesure économie devis équipe contrat rapport visite chantier",
    "en": "design supply commissioning service factory workshop savings quote team contract report visit warranty",
    "ar": "دراسة تركيب ضمان صيانة معمل ورشة قياس اقتصاد عرض فريق عقد تقرير زيارة",
}


def name_of(catalogue: Catalogue, code: str, language: str) -> str:
    return str(getattr(catalogue.measures[code], f"name_{language}"))


def documents(catalogue: Catalogue, count: int) -> Iterator[Document]:
    """Return offers that name a measure in the languages that they are written in, with the tags of an offer."""
    chance = random.Random(8)
    measures, sectors, regions = (sorted(one) for one in (catalogue.measures, catalogue.sectors, catalogue.regions))
    standards = sorted(catalogue.standards)
    further = {language: text.split() for language, text in FURTHER.items()}
    for _ in range(count):
        code = chance.choice(measures)
        written = chance.choice((("fr",), ("fr", "ar"), ("fr", "en"), ("ar",), LANGUAGES))
        title = {one: f"{name_of(catalogue, code, one)} {chance.choice(further[one])}" for one in written}
        body = {one: " ".join(chance.choices(further[one], k=30)) for one in written}
        tags = [f"kind:{chance.choice(('technology', 'finance', 'advice', 'certification'))}", f"measure:{code}"]
        tags += [f"region:{one}" for one in chance.sample(regions, 3)]
        tags += [f"sector:{one}" for one in chance.sample(sectors, 4)]
        tags += [f"standard:{chance.choice(standards)}"] * (chance.random() < 0.2)
        tags += [f"language:{one}" for one in written]
        tags += [f"instrument:{chance.choice(('loan', 'grant', 'lease', 'guarantee'))}"] * (chance.random() < 0.2)
        tags += [f"ticket:{chance.randint(1, 5)}", f"verified:{chance.choice(('yes', 'no'))}", "status:open"]
        yield Document(uuid7(), "offer", 1, title, body, tuple(tags))


def queries(catalogue: Catalogue) -> list[tuple[str, tuple[tuple[str, ...], ...]]]:
    """Return two words of a measure's name, in each language in turn, with a region and a language to narrow by."""
    chance = random.Random(9)
    measures, regions = sorted(catalogue.measures), sorted(catalogue.regions)
    asked = []
    for number in range(ASKED):
        language = LANGUAGES[number % len(LANGUAGES)]
        named = [one for one in words(name_of(catalogue, chance.choice(measures), language)) if len(one) > 3]
        asked.append((" ".join(named[:2]), ((f"region:{chance.choice(regions)}",), (f"language:{language}",))))
    return asked


def timed(asked: Sequence[Any], act: Callable[..., Any]) -> list[float]:
    spent = []
    for one in asked:
        began = time.perf_counter()
        act(*one)
        spent.append((time.perf_counter() - began) * 1000)
    return spent


def percentile(values: Sequence[float], share: float) -> float:
    return sorted(values)[min(int(len(values) * share), len(values) - 1)]


def bare_tantivy(plain: Any) -> Callable[[str, Any], None]:
    """Ask the searcher itself: the words, the filters, a page of ids, and every facet counted in one pass."""
    index = plain.index
    schema = index.schema
    wanted = {one: {"terms": {"field": "tags", "size": MOST_TAGS, "include": f"{one}:.*"}} for one in FACETS}

    def ask(text: str, tags: Any) -> None:
        searcher = index.searcher()
        parts = [(tantivy.Occur.Must, tantivy.Query.term_set_query(schema, "tags", list(group))) for group in tags]
        query = tantivy.Query.boolean_query([(tantivy.Occur.Must, plain.query(text)), *parts])
        for _score, address in searcher.search(query, limit=PAGE, count=True).hits:
            searcher.doc(address)
        searcher.aggregate(query, wanted)

    return ask


def bare_elastic(plain: Any) -> Callable[[str, Any], None]:
    """Ask the server by an HTTP connection of the standard library, without its client."""
    place = urlsplit(settings.ELASTICSEARCH_URL)
    connection = http.client.HTTPConnection(place.hostname or "localhost", place.port)
    counts = {one: {"terms": {"field": "tags", "size": MOST_TAGS, "include": f"{one}:.*"}} for one in FACETS}

    def ask(text: str, tags: Any) -> None:
        query = {"match": {"text": {"query": text}}}
        narrowed = {"bool": {"must": [query], "filter": [{"terms": {"tags": list(group)}} for group in tags]}}
        body = {"query": narrowed, "aggs": counts, "size": PAGE, "track_total_hits": True, "_source": False}
        connection.request("POST", f"/{plain.index}/_search", json.dumps(body), {"Content-Type": "application/json"})
        answer = connection.getresponse()
        found = json.loads(answer.read())
        assert answer.status == 200, found

    return ask


def fan_in(engine: Any, held: Sequence[Document]) -> list[float]:
    """Return how long each edit took to be found: a writer takes what waits, 500 at most, as the worker of the queue does."""
    waiting: SimpleQueue[tuple[float, Document]] = SimpleQueue()
    seen: list[float] = []

    def write() -> None:
        while len(seen) < EDITS:
            batch = [waiting.get()]
            while len(batch) < AT_ONCE:
                try:
                    batch.append(waiting.get_nowait())
                except Empty:
                    break
            engine.write([one for _began, one in batch], [])
            last = batch[-1][1]
            while last.id not in engine.find(Query(last.title["fr"], only=(last.id,))).ids:
                time.sleep(0.001)
            done = time.perf_counter()
            seen.extend((done - began) * 1000 for began, _one in batch)

    writer = threading.Thread(target=write)
    writer.start()
    for number, one in enumerate(held):
        edited = Document(one.id, one.kind, 2, {"fr": f"modifié{number}"}, one.body, one.tags)
        waiting.put((time.perf_counter(), edited))
        time.sleep(0.001)
    writer.join()
    return seen


def saved(catalogue: Catalogue) -> list[str]:
    """Return texts of saved searches, each another one: a word or two of a measure's name, and one further."""
    chance = random.Random(10)
    measures = sorted(catalogue.measures)
    texts: dict[str, None] = {}
    while len(texts) < SAVED:
        language = chance.choice(LANGUAGES)
        named = [one for one in words(name_of(catalogue, chance.choice(measures), language)) if len(one) > 3]
        few = chance.sample(named, min(len(named), chance.randint(1, 2)))
        further = chance.choice(FURTHER[language].split()) if len(texts) > SAVED // 10 else ""
        texts[" ".join([*few, further]).strip()] = None
    return list(texts)


def alerts(name: str, engine: Any, texts: Sequence[str], new: Sequence[Document]) -> None:
    """Ask saved searches of new offers in an index of their own, and some of them of the whole, one by one."""
    began = time.perf_counter()
    with batch.among(new) as holding:
        found = {text: holding(text) for text in texts}
    ours = time.perf_counter() - began
    ids, some = tuple(one.id for one in new), texts[:: len(texts) // ONE_BY_ONE]
    began = time.perf_counter()
    asked = {text: engine.find(Query(text, kinds=("offer",), limit=1000, only=ids)).ids for text in some}
    theirs = (time.perf_counter() - began) / len(some) * len(texts)
    assert all(found[text] == set(ids) for text, ids in asked.items())
    print(
        f"{name}: {len(texts)} saved searches met {len(new)} new offers in {ours:.1f} s (goal 60), "
        f"{sum(map(bool, found.values()))} of them some; asked one by one {theirs:.0f} s, ratio {ours / theirs:.3f}",
        flush=True,
    )


def one_engine(catalogue: Catalogue) -> None:
    every = list(documents(catalogue, OFFERS))
    asked = queries(catalogue)
    with registry.throw_away() as (name, engine, plain):
        began = time.perf_counter()
        engine.rebuild(every)
        ours = OFFERS / (time.perf_counter() - began)
        rows: list[tuple[UUID, str, Sequence[str]]] = [
            (one.id, " ".join((*one.title.values(), *one.body.values())), one.tags) for one in every
        ]
        began = time.perf_counter()
        plain.fill(rows)
        theirs = OFFERS / (time.perf_counter() - began)
        print(
            f"{name}: {ours:.0f} documents a second indexed, bare {theirs:.0f}, ratio {ours / theirs:.2f}", flush=True
        )
        bare = bare_elastic(plain) if name == "elasticsearch" else bare_tantivy(plain)

        def ask(text: str, tags: Any) -> None:
            engine.find(Query(text, tags, limit=PAGE, facets=FACETS))

        for act in (ask, bare):
            timed(asked[:30], act)
        taken = [timed(asked, act) for act in (ask, bare, ask, bare)]
        found = {"ours": taken[0] + taken[2], "bare": taken[1] + taken[3]}
        for who, spent in found.items():
            print(
                f"{name} {who}: p50 {percentile(spent, 0.5):.2f} ms, p99 {percentile(spent, 0.99):.2f} ms, "
                f"{1000 / statistics.mean(spent):.0f} queries a second",
                flush=True,
            )
        ratios = [percentile(found["ours"], share) / percentile(found["bare"], share) for share in (0.5, 0.99)]
        print(f"{name} ratio p50 {ratios[0]:.1f}, p99 {ratios[1]:.1f}")
        alerts(name, engine, saved(catalogue), every[-NEW:])
        edits = fan_in(engine, every[:EDITS])
        print(
            f"{name}: {EDITS} edits, a thousand a second: found after p50 {percentile(edits, 0.5):.0f} ms, "
            f"p99 {percentile(edits, 0.99):.0f} ms (goal 1000)",
            flush=True,
        )


def main() -> None:
    catalogue = load()
    url, settings.ELASTICSEARCH_URL = settings.ELASTICSEARCH_URL, ""
    one_engine(catalogue)
    settings.ELASTICSEARCH_URL = url
    if url:
        one_engine(catalogue)
    else:
        print("elasticsearch: ELASTICSEARCH_URL names no server, not measured")


if __name__ == "__main__":
    main()
