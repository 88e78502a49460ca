"""A firm whose roof would carry what it wants, and its site with a year of bills."""

import pytest

from tests.factories.footprint import make_exporter, make_site, make_year


@pytest.fixture
def argane():
    return make_exporter(budget_mad="1800000", goals=["pv_rooftop"], employees=40)


@pytest.fixture
def mill(argane):
    site = make_site(argane, roof_m2="1150", owns_building="yes")
    make_year(argane, site, kwh="34333")
    return site
