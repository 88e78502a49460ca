"""An index of one's own on the Elasticsearch that `ELASTICSEARCH_URL` names to the tests of a cluster."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from kernel.ids import uuid7
from search.backends.elastic import ElasticBackend


@contextmanager
def own_index(settings: Any) -> Iterator[str]:
    """Point search at a fresh name on the server, and forget it afterwards; a run without a server skips."""
    if not settings.SEARCH_SERVER:
        pytest.skip("make test-cluster runs this on the Elasticsearch that ELASTICSEARCH_URL names")
    settings.ELASTICSEARCH_URL, settings.ELASTICSEARCH_INDEX = settings.SEARCH_SERVER, f"test-{uuid7().hex}"
    yield settings.ELASTICSEARCH_INDEX
    ElasticBackend(settings.SEARCH_SERVER, settings.ELASTICSEARCH_INDEX).forget()
