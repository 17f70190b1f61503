"""The look-book, served once for all tests of the design."""

from collections.abc import Iterator

import pytest

from tests.web.lookbook import served


@pytest.fixture(scope="session")
def book() -> Iterator[str]:
    """The address of the look-book."""
    with served() as address:
        yield address
