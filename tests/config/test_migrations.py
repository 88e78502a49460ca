"""The database follows the program up and down, on what people keep in it, and whatever stops it on the way."""

import os
import random

import pytest

KILLS = int(os.environ.get("KILLS", "2"))


@pytest.fixture
def own_database(empty_database):
    return empty_database


@pytest.mark.timeout(180)
def test_each_migration_is_undone_and_done_again_and_the_rows_come_through(manage):
    ended, said = manage("-m", "tests.config.both_ways")
    assert ended == 0, said
    undone, *hurt = said.splitlines()[-1].split()
    assert int(undone) >= 15
    assert hurt == []


@pytest.mark.timeout(60 + 30 * KILLS)
def test_a_preparation_killed_at_random_is_finished_by_running_it_again(manage):
    for _ in range(KILLS):
        manage("manage.py", "prepare", kill_after=random.uniform(0.8, 4))
    ended, said = manage("manage.py", "prepare")
    assert ended == 0, said
    assert manage("manage.py", "migrate", "--check")[0] == 0
    ended, said = manage("manage.py", "load_reference")
    assert "already loaded" in said
