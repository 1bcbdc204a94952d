from collections.abc import Iterator

import pytest

from tests.integration.collect.farm import Farm


@pytest.fixture
def farm() -> Iterator[Farm]:
    with Farm() as running:
        yield running
