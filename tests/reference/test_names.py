"""Every code has a name in the three languages, or in the language its file has."""

import re

import pytest

from reference import choices, queries


@pytest.mark.parametrize("kind", [*queries.ROWS, *queries.LABELS])
@pytest.mark.parametrize("language", queries.LANGUAGES)
def test_every_code_has_a_name(kind, language):
    names = queries.names(kind, language)
    assert names
    assert all(names.values())


def test_names_follow_the_language():
    assert queries.name("region", "MA-04", "fr") == "Rabat-Salé-Kénitra"
    assert queries.name("region", "MA-04", "en-gb") == "Rabat-Sale-Kenitra"
    assert queries.name("province", "01.511", "en") == "Tanger-Assilah"
    assert queries.name("end_use", "refrigeration", "fr") == "Froid"
    assert queries.name("end_use", "refrigeration", "ar") == "التبريد"
    assert queries.name("end_use", "refrigeration", "en") == "Refrigeration"


def test_an_unknown_code_is_an_error():
    with pytest.raises(KeyError):
        queries.name("measure", "perpetual_motion")


def test_every_word_of_the_files_has_a_label():
    catalogue = queries.catalogue()
    shares = [row for rows in catalogue.end_use_shares.values() for row in rows if row.share_pct_typical is not None]
    measures = catalogue.measures.values()
    end_uses = {row.end_use for row in shares} | {use for row in measures for use in row.applies_to_end_use}
    end_uses |= {use for row in catalogue.sectors.values() for use in row.end_uses_by_priority}
    carriers = {row.carrier for row in catalogue.activities.values()}
    carriers |= {carrier for row in measures for carrier in row.applies_to_carrier}
    carriers |= {carrier for row in shares for carrier in row.carrier_base}
    assert end_uses <= choices.END_USES.keys()
    assert carriers <= choices.CARRIERS.keys()
    assert {row.category for row in measures} == choices.MEASURE_CATEGORIES.keys()
    assert {row.group for row in catalogue.sectors.values()} == choices.SECTOR_GROUPS.keys()
    assert {row.kind for row in catalogue.schemes.values()} <= choices.INSTRUMENTS.keys()
    assert {row.sector for row in catalogue.cbam_lines.values()} == choices.CBAM_SECTORS.keys()


def test_provinces_of_a_region():
    assert queries.provinces_of("MA-12") == ("12.391", "12.066")


def test_the_source_of_every_factor_that_a_bill_may_use_has_a_name():
    known = queries.catalogue()
    kinds = known.activities.values()
    used = {code for kind in kinds for code in (kind.factor_id, kind.upstream_factor_id, kind.losses_factor_id)}
    used |= {code for kind in kinds for code in (kind.factor_ids_by_year or {}).values()}
    families = {code.removesuffix("_ar5") for code in used if code in known.factors}
    sources = {row.source for code, row in known.factors.items() if re.sub("_ar[456]$", "", code) in families}
    assert len(sources) > 15
    assert not [source for source in sources if not source.startswith(tuple(choices.SOURCES))]
    assert queries.source_name("Ember yearly electricity data", "fr") == "Ember, données annuelles de l’électricité"
    assert queries.source_name("Somebody's table", "ar") == "Somebody's table"
