"""What comes in as JSON or as a form's fields: one meaning, or refused."""

import json
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from marshmallow import ValidationError

from linli.kernel import canonical
from linli.platform.web import In
from linli.platform.web.json_body import BadJson, read_json
from linli.platform.web.schemas import Day, Moment, Whole

json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**15), 10**15) | st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00")),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from("abcd"), inner, max_size=4),
    max_leaves=20,
)  # fmt: skip


class TestJson:
    @given(json_values)
    def test_plain_json_is_read_as_it_is(self, value):
        assert read_json(json.dumps(value).encode()) == value

    @pytest.mark.parametrize(
        "raw",
        [
            b"", b"{", b'{"a": 1', b"{'a': 1}", b"NaN", b"[Infinity]", b"-Infinity", b'{"a": 1, "a": 2}', b"1" * 1_000_000,
            b"[" * 100_000, b'{"a":' * 100_000, b"\xff", b'"\xed\xa0\x80"', b'"\\ud800"', b'"\\u0000"', b'{"\\u0000": 1}',
            b"[1e999]", b"\xef\xbb\xbf{}", b"[" * 33 + b"]" * 33, b"{} {}", b'{"a": 01}',
        ],
    )  # fmt: skip
    def test_what_has_two_meanings_or_no_end_is_refused(self, raw):
        with pytest.raises(BadJson):
            read_json(raw)

    @given(json_values)
    def test_one_value_has_one_spelling(self, value):
        spelled = canonical.canonical(value)
        assert canonical.canonical(json.loads(spelled)) == spelled
        if isinstance(value, dict):
            assert canonical.canonical(dict(reversed(value.items()))) == spelled

    @pytest.mark.parametrize("value", [1.0, [1.5], {"a": {"b": 0.1}}, float("nan")])
    def test_a_fraction_has_no_spelling(self, value):
        with pytest.raises(TypeError):
            canonical.canonical(value)


class FieldsIn(In):
    whole = Whole(least=1, most=10)
    at = Moment()
    on = Day()


def load(**values):
    return FieldsIn(partial=True).load(values)


class TestFields:
    @pytest.mark.parametrize("value", ["5", 5.0, True, "１", None, 0, 11, 10**30, [], {}])
    def test_a_whole_number_is_written_as_one_and_within_its_bounds(self, value):
        with pytest.raises(ValidationError):
            load(whole=value)

    @pytest.mark.parametrize(
        "value",
        [
            "2026-03-01T09:00:00", "2026-02-30T09:00:00Z", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59-14:00",
            "2026-03-01T23:59:60Z", "2026-03-01", "2026-03-01 09:00:00Z", "1772326800", 5, "２026-03-01T09:00:00Z",
            "2026-03-01T24:00:00Z", "2026-03-01T09:00:00+25:00",
        ],
    )  # fmt: skip
    def test_a_moment_that_is_none_or_has_no_zone_is_refused(self, value):
        with pytest.raises(ValidationError):
            load(at=value)

    @pytest.mark.parametrize(
        "value", ["2026-03-01T09:00:00+08:00", "2026-03-01T01:00:00Z", "2026-03-01t01:00:00.000z"]
    )
    def test_one_moment_may_be_written_with_any_offset(self, value):
        assert load(at=value)["at"] == datetime(2026, 3, 1, 1, tzinfo=UTC)

    @pytest.mark.parametrize(
        "value", ["2026-02-30", "0001-01-01", "9999-12-31", "2026-3-1", "20260301", "", 5, "2026-W01-1"]
    )
    def test_a_day_that_does_not_exist_is_refused(self, value):
        with pytest.raises(ValidationError):
            load(on=value)

    @settings(suppress_health_check=[HealthCheck.too_slow])
    @given(
        st.dictionaries(st.sampled_from(["whole", "at", "on", "role"]), json_values | st.text(), max_size=4)
    )
    def test_nothing_that_is_sent_breaks_the_fields(self, values):
        try:
            FieldsIn().load(values)
        except ValidationError as error:
            assert error.messages  # noqa: PT017 - either is right
