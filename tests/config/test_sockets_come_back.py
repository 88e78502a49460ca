"""Sockets that are cut at once come back by themselves with exactly what was written meanwhile."""

import pytest

from tests.config import sockets
from tests.config.test_processes import free_port


@pytest.mark.timeout(180)
def test_forty_sockets_cut_at_once_are_back_with_exactly_what_they_missed(own_database):
    story = sockets.main(own_database, free_port(), 40, conversations=2, missed=10)
    assert len(story.listeners) == 40
    assert story.faults(13) == 0
    assert story.seconds < 30
