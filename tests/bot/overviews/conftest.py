"""The places alone: what fails prints its arguments, and the whole library is long."""

import pytest

from content.load import Library
from content.regions import Regions


@pytest.fixture(scope="session")
def known_regions(known: Library) -> Regions:
    return known.regions
