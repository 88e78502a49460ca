"""How a document lies in the embedded index: one field per language and part, each with its own analyzer."""

from collections.abc import Iterable
from functools import cache, partial
from typing import Any
from uuid import UUID

import tantivy

from search.backends.fields import PARTS, key_of
from search.ports import LANGUAGES
from search.words import ELISIONS

_HALF = 64  # bits of an id: the engine compares numbers, but no texts


def _analyzer(*filters: Any) -> Any:
    builder = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
    for one in (tantivy.Filter.lowercase(), tantivy.Filter.ascii_fold(), *filters):
        builder = builder.filter(one)
    return builder.build()


ANALYZERS = {
    "fr_": _analyzer(
        tantivy.Filter.custom_stopword(sorted(ELISIONS)),
        tantivy.Filter.stopword("french"),
        tantivy.Filter.stemmer("french"),
    ),
    "en_": _analyzer(tantivy.Filter.stopword("english"), tantivy.Filter.stemmer("english")),
    "ar_": _analyzer(),  # folded and stemmed by search.words before it comes here
    "plain": tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build(),
}


@cache
def schema() -> Any:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("key", stored=True, tokenizer_name="raw")
    builder.add_text_field("kind", stored=True, tokenizer_name="raw")
    builder.add_text_field("shown_as", stored=True, tokenizer_name="raw")
    builder.add_text_field("tags", tokenizer_name="raw", fast=True)
    builder.add_text_field("id", stored=True, tokenizer_name="raw", fast=True)
    builder.add_unsigned_field("high", fast=True)
    builder.add_unsigned_field("low", fast=True)
    builder.add_unsigned_field("version", stored=True, indexed=True, fast=True)
    for name in ("begins", "grams"):
        builder.add_text_field(name, tokenizer_name="plain")
    for language in LANGUAGES:
        for part in PARTS:
            builder.add_text_field(f"{part}_{language}", tokenizer_name=f"{language}_")
    return builder.build()


def document_of(fields: dict[str, Any]) -> Any:
    pk = UUID(fields["id"])
    halves = dict(zip(("high", "low"), _halves(pk), strict=True))
    return tantivy.Document.from_dict({**fields, **halves, "key": key_of(fields["kind"], pk)}, schema())


def ids_of(searcher: Any, addresses: Iterable[Any]) -> list[UUID]:
    return [UUID(searcher.doc(one)["id"][0]) for one in addresses]


def made_before(pk: UUID) -> Any:
    """Return what finds the rows of smaller ids."""
    high, low = _halves(pk)
    within = partial(tantivy.Query.range_query, schema(), field_type=tantivy.FieldType.Unsigned)
    earlier = within("high", upper_bound=high, include_upper=False)
    same = within("high", lower_bound=high, upper_bound=high)
    smaller = within("low", upper_bound=low, include_upper=False)
    both = tantivy.Query.boolean_query([(tantivy.Occur.Must, same), (tantivy.Occur.Must, smaller)])
    return tantivy.Query.boolean_query([(tantivy.Occur.Should, earlier), (tantivy.Occur.Should, both)])


def _halves(pk: UUID) -> tuple[int, int]:
    return pk.int >> _HALF, pk.int & (1 << _HALF) - 1
