"""The printed permission matrix is the one that the code asks."""

import pytest

from scripts import permission_matrix


@pytest.mark.feature("EI-20")
def test_the_printed_matrix_is_up_to_date():
    assert permission_matrix.TARGET.read_text(encoding="utf-8") == permission_matrix.page()
