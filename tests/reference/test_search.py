"""What the reference data hand down to search: any name of a thing, in any language, stands for its tag."""

import pytest

from search.synonyms import known


@pytest.mark.parametrize(
    ("typed", "tag"),
    [
        ("Éclairage LED", "measure:led"),
        ("LED lighting", "measure:led"),
        ("إنارة LED", "measure:led"),
        ("chaudière biomasse", "measure:biomass_boiler"),
        ("Huile d'olive et huileries", "sector:olive_oil"),
        ("olive oil mills", "sector:olive_oil"),
        ("ISO 14001", "standard:iso_14001"),
        ("Souss-Massa", "region:MA-09"),
        ("Agadir", "region:MA-09"),
        ("الدار البيضاء", "region:MA-06"),
    ],
)
def test_a_name_in_any_language_is_one_clause_that_stands_for_its_tag(typed, tag):
    (clause,) = known.clauses(typed)
    assert tag in clause.tags


def test_the_longest_name_is_taken_and_other_words_stay_words():
    solar, devis = known.clauses("Pompage solaire devis")
    assert solar.tags == ("measure:solar_pumping",)
    assert (devis.words, devis.tags) == (("devis",), ())


def test_everyday_words_of_the_three_languages_meet():
    found = [
        known.clauses(typed)[0].tags for typed in ("panneaux solaires", "photovoltaïque", "solar panels", "ألواح شمسية")
    ]
    assert len(set(found)) == 1
    assert "measure:pv_rooftop" in found[0]
