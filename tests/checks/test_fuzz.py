"""The API does what its description says, whatever is sent: no fault of the server, no undocumented answer."""

import pytest

from tests.checks.fuzz import schema_of, try_out
from tests.checks.guard import forbid_writes


@pytest.fixture(scope="module")
def operations(sqlite_place):
    forbid_writes(sqlite_place.town.there)
    return [found.ok() for found in schema_of(sqlite_place.app).get_all_operations()]


@pytest.mark.feature("API-01")
def test_every_operation_answers_as_its_description_says(sqlite_place, operations, nothing_stays):
    done = set()
    faults = [fault for operation in operations for fault in try_out(sqlite_place, operation, done)]
    if faults:
        pytest.fail("\n\n".join(faults), pytrace=False)
    assert len(operations) > 100
    assert len(done) > len(operations) // 3, sorted(
        done
    )  # the rest is tried, but refused for its invented words
