import pytest
from django.db import connection

from kernel.sqlite import statistics
from tests.factories.partners import make_offer, make_partner


@pytest.mark.django_db
def test_the_database_knows_how_many_offers_a_shelf_holds(django_assert_num_queries):
    chams = make_partner()
    for _ in range(7):
        make_offer(chams)
    if connection.vendor != "sqlite":
        with django_assert_num_queries(0):
            statistics.renew()
        return
    statistics.renew()
    with connection.cursor() as cursor:
        cursor.execute("SELECT stat FROM sqlite_stat1 WHERE idx = 'offers_on_a_shelf'")
        assert cursor.fetchone()[0].startswith("7 7 ")
