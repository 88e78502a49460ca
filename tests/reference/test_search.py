"""What the reference data hand down to search: any name of a thing, in any language, stands for its tag."""

import time

import pytest

from search.queries import complete
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


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("pann", "measure:pv_rooftop"),
        ("PANNEAUX", "measure:pv_rooftop"),
        ("panneaux solaires", "measure:pv_rooftop"),
        ("solar pan", "measure:pv_rooftop"),
        ("الواح", "measure:pv_rooftop"),
        ("chaudieres", "measure:biomass_boiler"),
        ("سخان", "measure:solar_water_heating"),
        ("السخان", "measure:solar_water_heating"),
        ("emprunt", "instrument:loan"),
        ("agad", "region:MA-09"),
        ("Ida-Ou", "region:MA-09"),
        ("ifrane", "region:MA-03"),
        ("إفران", "region:MA-03"),
        ("fez", "region:MA-03"),
        ("طنجة", "region:MA-01"),
        ("l'anér", None),
        ("energy saving", None),
    ],
)
def test_everyday_words_and_places_complete_to_the_names_of_what_they_stand_for(typed, first):
    called = set()
    for language in ("fr", "ar", "en"):
        tags = complete(typed, language)
        assert (tags[0][0] if tags else None) == first
        called |= {name for _tag, name in tags[:1]}
    assert len(called) > 1 or not first, "each language has its own name of it"


def test_names_are_there_before_a_person_waits():
    took = []
    for typed in ("ch", "pa", "so", "ال", "ch"):
        began = time.perf_counter()
        complete(typed, "fr")
        took.append(time.perf_counter() - began)
    assert sorted(took)[-2] < 0.05, "all but the first of a process, which reads the names"


def test_names_come_before_everyday_words():
    tags = [tag for tag, _name in complete("chauff", "fr")]
    assert tags[0] == "measure:solar_water_heating"
    assert [name for _tag, name in complete("photov", "fr", 2)] == [
        "Photovoltaïque en toiture, autoconsommation",
        "Centrale photovoltaïque au sol (MT, >1 MWc)",
    ]
