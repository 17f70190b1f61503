"""A stranger's file never ends in a traceback, never takes the machine down: it is no bundle, and that is said."""

import io
import json
import struct
import time
import tracemalloc
import zipfile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from linli.verify import main, strict_json
from linli.verify.faults import Malformed
from tests.voting import votes

ROLL = votes.roll(*[10000] * 3)
GENUINE = votes.packed(votes.question(), ROLL, votes.said("for", "for", "against"))
FILES = votes.parts(GENUINE)


def answer(content, folder, capsys, *more):
    """The exit status and the JSON answer."""
    path = folder / "bundle.zip"
    path.write_bytes(content)
    capsys.readouterr()
    status = main([str(path), "--json", *more])
    return status, json.loads(capsys.readouterr().out)


def refused(content, folder, capsys):
    """The code of the refusal; it is no bundle, and the reason is one that was foreseen."""
    status, said = answer(content, folder, capsys)
    assert (status, said["code"], said["ok"]) == (2, "malformed", False)
    code = said["faults"][0]["code"]
    assert code != "unexpected"
    return code


def with_file(name, content):
    return votes.zipped(FILES | {name: content})


def edited(name, change):
    value = json.loads(FILES[name])
    change(value)
    return with_file(name, json.dumps(value).encode())


class TestZip:
    @pytest.mark.parametrize(
        "content", [b"", b"PK", b"PK\x05\x06", b"not a zip" * 99, GENUINE[:-30], GENUINE[40:]]
    )
    def test_what_is_no_zip_is_refused(self, content, tmp_path, capsys):
        refused(content, tmp_path, capsys)

    def test_a_file_that_is_not_there_and_a_folder_are_refused(self, tmp_path, capsys):
        assert main([str(tmp_path / "nowhere.zip")]) == 2
        assert main([str(tmp_path)]) == 2
        assert capsys.readouterr().out.count("malformed: ") == 2

    @pytest.mark.parametrize("name", FILES)
    def test_a_missing_file_is_named(self, name, tmp_path, capsys):
        content = votes.zipped({other: FILES[other] for other in FILES if other != name})
        assert refused(content, tmp_path, capsys) == "file_missing"

    @pytest.mark.parametrize(
        "name", ["more.txt", "../vote.json", "/etc/passwd", "vote.json/", "VOTE.JSON", "a\x1b[2J"]
    )
    def test_a_strange_name_is_refused(self, name, tmp_path, capsys):
        assert refused(votes.zipped(FILES | {name: b"x"}), tmp_path, capsys) == "strange_file"
        assert "\x1b" not in capsys.readouterr().out

    def test_the_same_name_twice_is_refused(self, tmp_path, capsys):
        out = io.BytesIO(GENUINE)
        with zipfile.ZipFile(out, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
            archive.writestr("roll.csv", b"voter_no,area,delivered\n")
        assert refused(out.getvalue(), tmp_path, capsys) == "file_twice"

    @pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
    def test_a_packing_that_not_everyone_can_open_is_refused(self, method, tmp_path, capsys):
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", method) as archive:
            for name, content in FILES.items():
                archive.writestr(name, content)
        assert refused(out.getvalue(), tmp_path, capsys) == "strange_packing"

    def test_bombs_are_refused_quickly_and_in_little_memory(self, tmp_path, capsys):
        bombs = [with_file(name, b"\n" * 300_000_000) for name in ("ballots.jsonl", "roll.csv")]
        bombs.append(with_file("vote.json", b"[" * 10_000_000))
        bombs.append(with_file("vote.json", b" " * 10_000_000))
        for bomb in bombs:
            tracemalloc.start()
            began = time.perf_counter()
            assert refused(bomb, tmp_path, capsys) == "too_large"
            assert time.perf_counter() - began < 5
            assert tracemalloc.get_traced_memory()[1] < 64 * 2**20
            tracemalloc.stop()

    def test_a_bomb_that_lies_about_its_size_is_refused(self, tmp_path, capsys):
        bomb = bytearray(with_file("ballots.jsonl", b"\n" * 50_000_000))
        place = bomb.rfind(b"PK\x01\x02", 0, bomb.rfind(b"ballots.jsonl"))
        bomb[place + 24 : place + 28] = struct.pack("<L", 1000)
        assert refused(bytes(bomb), tmp_path, capsys) in {"unreadable", "size_differs"}

    def test_thousands_of_entries_are_refused_unread(self, tmp_path, capsys):
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as archive:
            for number in range(3000):
                archive.writestr(f"{number:030d}", b"")
        assert refused(out.getvalue(), tmp_path, capsys) == "too_many_entries"

    def test_a_second_directory_in_the_large_format_is_refused(self, tmp_path, capsys):
        end = GENUINE.rfind(b"PK\x05\x06")
        hidden = GENUINE[:end] + b"PK\x06\x07" + b"\0" * 16 + GENUINE[end:]
        assert refused(hidden, tmp_path, capsys) == "too_many_entries"


class TestJson:
    BAD = [
        b"", b"null", b"[]", b'"x"', b"{", b"{}x", b"{'a':1}", b'{"a":1,"a":1}', b'{"a":NaN}', b'{"a":Infinity}',
        b'{"a":1.0}', b'{"a":1e3}', b'{"a":-0}', b'{"a":9007199254740993}', b'{"a":' + b"9" * 5000 + b"}",
        b'{"a":"\\ud800"}', b'{"\\udfff":1}', b"\xff\xfe{}", b"\xef\xbb\xbf{}", b"[" * 100_000, b'{"a":' * 100_000,
        b'{"a":"\\x"}', b'{"a":"\n"}', b"{}",
    ]  # fmt: skip

    @pytest.mark.parametrize("content", BAD, ids=range(len(BAD)))
    @pytest.mark.parametrize("name", ["manifest.json", "vote.json", "ballots.jsonl", "result.json"])
    def test_bad_json_is_refused_in_every_file(self, name, content, tmp_path, capsys):
        if (name, content) == ("ballots.jsonl", b""):
            return  # no ballots at all is a chain that was cut, not a malformed file
        refused(with_file(name, content), tmp_path, capsys)

    @pytest.mark.parametrize(
        ("content", "code"),
        [
            (b'{"a":1,"a":1}', "key_twice"),
            (b'{"a":1.0}', "not_an_integer"),
            (b"[" * 17 + b"]" * 17, "too_deep"),
            (b'{"a":9007199254740992}', "number_too_large"),
        ],
    )
    def test_each_reason_has_its_code(self, content, code):
        with pytest.raises(Malformed) as refusal:
            strict_json.load(content, where="x")
        assert refusal.value.code == code

    def test_brackets_inside_text_are_no_depth(self):
        assert strict_json.load(b'{"a":"' + b"[" * 50 + b'\\"{{{"}', where="x") == {"a": "[" * 50 + '"{{{'}

    @pytest.mark.parametrize(
        "loosen",
        [
            lambda line: line.replace(b",", b", "),
            lambda line: b" " + line,
            lambda line: line + b"\r",
            lambda line: line.replace(b'"seq"', b'"se\\u0071"'),
            lambda line: json.dumps(dict(reversed(json.loads(line).items())), separators=(",", ":")).encode(),
        ],
    )
    def test_a_ballot_not_in_its_one_spelling_is_refused(self, loosen, tmp_path, capsys):
        first, *others = FILES["ballots.jsonl"].splitlines()
        content = with_file("ballots.jsonl", b"\n".join([loosen(first), *others]) + b"\n")
        assert refused(content, tmp_path, capsys) == "not_canonical"

    def test_keys_are_sorted_by_utf_16_as_the_standard_wants(self):
        """The example of RFC 8785, section 3.2.3."""
        value = {"\u20ac": "", "\r": "", "\ufb33": "", "1": "", "\U0001f600": "", "\x80": "", "\u00f6": ""}
        order = ["\r", "1", "\x80", "\u00f6", "\u20ac", "\U0001f600", "\ufb33"]
        assert list(json.loads(strict_json.canonical(value))) == order
        assert strict_json.canonical('\x0f\n"\\/€') == '"\\u000f\\n\\"\\\\/€"'.encode()


class TestFields:
    VOTE = {
        "the format": lambda v: v.update(format="linli-vote-bundle/2"),
        "no title": lambda v: v.pop("title"),
        "a title that is a number": lambda v: v.update(title=1),
        "no offset": lambda v: v.update(opens_at="2026-03-01T09:00:00"),
        "no such day": lambda v: v.update(opens_at="2026-02-30T09:00:00+08:00"),
        "no such offset": lambda v: v.update(opens_at="2026-03-01T09:00:00+24:00"),
        "the year nought": lambda v: v.update(opens_at="0000-03-01T09:00:00+08:00"),
        "other digits": lambda v: v.update(opens_at="２026-03-01T09:00:00+08:00"),
        "closing before opening": lambda v: v.update(closes_at=v["opens_at"]),
        "no rules": lambda v: v.pop("rules"),
        "a rule unknown": lambda v: v["rules"].update(quorum="half"),
        "a rule missing": lambda v: v["rules"].pop("conflict"),
        "a rule misspelt": lambda v: v["rules"].update(uncast="follows"),
        "a rule that is a list": lambda v: v["rules"].update(uncast=[]),
        "one for true": lambda v: v["rules"].update(keep_odd=1),
        "true for one": lambda v: v["rules"].update(legal_min_members=True),
        "below nought": lambda v: v["rules"].update(legal_min_members=-1),
        "no items": lambda v: v.update(items=[]),
        "items of text": lambda v: v.update(items=["x"]),
        "an item twice": lambda v: v["items"].append(v["items"][0]),
        "an item without a name": lambda v: v["items"][0].update(item_id=""),
        "a kind unknown": lambda v: v["items"][0].update(kind="lottery"),
        "a threshold unknown": lambda v: v["items"][0].update(threshold="half"),
        "an election of nobody": lambda v: v["items"][0].update(kind="election", seats=1, alternates=0, candidates=[]),
        "no seats": lambda v: v["items"][0].update(kind="election", seats=0, alternates=0, candidates=[{"candidate_id": "c"}]),
        "a candidate twice": lambda v: v["items"][0].update(kind="election", seats=1, alternates=0, candidates=[{"candidate_id": "c"}] * 2),
    }  # fmt: skip

    @pytest.mark.parametrize("name", VOTE)
    def test_a_vote_that_cannot_be_is_refused(self, name, tmp_path, capsys):
        refused(edited("vote.json", self.VOTE[name]), tmp_path, capsys)

    @pytest.mark.parametrize(
        "change",
        [{"files": []}, {"files": {"roll.csv": 1}}, {"format": "x"}, {"signature": "===="}, {"signature": "ä"},
         {"public_key": 1}, {"note": "x"}],
    )  # fmt: skip
    def test_a_manifest_that_cannot_be_is_refused(self, change, tmp_path, capsys):
        refused(edited("manifest.json", lambda value: value.update(change)), tmp_path, capsys)

    @pytest.mark.parametrize(
        "change",
        [{"seq": "1"}, {"seq": -1}, {"seq": True}, {"voter_no": ""}, {"voter_no": 1}, {"channel": "fax"}, {"hash": 1},
         {"prev": None}, {"cast_at": "yesterday"}, {"cast_at": 1}, {"choices": []}, {"choices": {"1": 1}},
         {"choices": {"1": [1]}}, {"choices": {"1": None}}],
    )  # fmt: skip
    def test_a_ballot_that_cannot_be_is_refused(self, change, tmp_path, capsys):
        first, *others = FILES["ballots.jsonl"].splitlines()
        line = strict_json.canonical(json.loads(first) | change)
        refused(with_file("ballots.jsonl", b"\n".join([line, *others])), tmp_path, capsys)

    @pytest.mark.parametrize(
        "text",
        ["", "voter_no,area\n", "\ufeffvoter_no,area,delivered\nV1,1,1\n", "V1,1,1\n",
         *[f"voter_no,area,delivered\n{row}\n" for row in ("V1,1", "V1,1,1,1", ",1,1", "V1,,1", "V1,1.5,1", "V1,-1,1",
           "V1,01,1", "V1,+1,1", "V1,１,1", "V1,1,2", "V1,1,", "V1, 1,1", 'V1,"1,1', "", "V1," + "9" * 400 + ",1")]],
    )  # fmt: skip
    def test_a_roll_that_cannot_be_is_refused(self, text, tmp_path, capsys):
        refused(with_file("roll.csv", text.encode()), tmp_path, capsys)

    def test_a_roll_that_is_not_utf_8_or_has_an_endless_field_is_refused(self, tmp_path, capsys):
        refused(with_file("roll.csv", "voter_no,area,delivered\n业主,1,1\n".encode("gbk")), tmp_path, capsys)
        endless = "voter_no,area,delivered\n" + "V" * 200_000 + ",1,1\n"
        refused(with_file("roll.csv", endless.encode()), tmp_path, capsys)

    @pytest.mark.parametrize(
        "change", [{"items": {}}, {"ballots": []}, {"ballots": {}}, {"ballots": {"last_hash": 1}}]
    )
    def test_a_result_that_cannot_be_is_refused(self, change, tmp_path, capsys):
        refused(edited("result.json", lambda value: value.update(change)), tmp_path, capsys)


class TestTolerance:
    """What other people's tools may do differently."""

    def test_a_roll_with_dos_line_ends_and_quotes_holds(self, tmp_path, capsys):
        roll = b'voter_no,area,delivered\r\n"V1",10000,1\r\nV2,10000,1\r\nV3,10000,1\r\n'
        content = votes.zipped(votes.resigned(FILES | {"roll.csv": roll}))
        assert answer(content, tmp_path, capsys)[0] == 0

    def test_json_with_white_space_and_more_words_about_the_vote_holds(self, tmp_path, capsys):
        vote = json.loads(FILES["vote.json"]) | {"scope": "全体业主"}
        files = FILES | {"vote.json": json.dumps(vote, indent=2).encode()}
        assert answer(votes.zipped(votes.resigned(files)), tmp_path, capsys)[0] == 0

    @pytest.mark.parametrize(
        "moment", ["2026-03-11T09:59:59Z", "2026-03-11T09:59:59.999999999Z", "2026-03-11T17:59:59+08:00"]
    )
    def test_the_same_moment_may_be_written_in_any_zone(self, moment, tmp_path, capsys):
        vote = json.loads(FILES["vote.json"])
        opens_late = vote | {"opens_at": moment, "closes_at": "2026-03-11T10:00:00Z"}
        files = FILES | {"vote.json": json.dumps(opens_late).encode()}
        status, said = answer(votes.zipped(votes.resigned(files)), tmp_path, capsys)
        assert (status, said["code"]) == (1, "result")  # every ballot came before that opening
        assert said["result"]["ballots"]["void"] == 3


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    cuts=st.lists(st.tuples(st.integers(0, len(GENUINE) - 1), st.integers(0, 255)), min_size=1, max_size=4)
)
def test_any_bytes_changed_in_the_zip_are_refused_or_change_nothing(cuts, tmp_path, capsys):
    content = bytearray(GENUINE)
    for place, byte in cuts:
        content[place] = byte
    status, said = answer(bytes(content), tmp_path, capsys)
    assert all(fault["code"] != "unexpected" for fault in said["faults"])
    if status == 0:
        assert said["result"] == json.loads(FILES["result.json"])


PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data(), name=st.sampled_from(["vote.json", "result.json", "manifest.json", "ballots.jsonl"]))
def test_any_value_in_any_place_never_surprises(data, name, tmp_path, capsys):
    lines = [json.loads(line) for line in FILES[name].splitlines()]
    holder = data.draw(st.sampled_from(_holders(lines)))
    key = data.draw(st.sampled_from(list(holder) if isinstance(holder, dict) else range(len(holder))))
    holder[key] = data.draw(PLAIN)
    try:
        spelt = b"\n".join(strict_json.canonical(line) for line in lines)
    except UnicodeEncodeError:
        return
    files = FILES | {name: spelt}
    _, said = answer(
        votes.zipped(files if name == "manifest.json" else votes.resigned(files)), tmp_path, capsys
    )
    assert all(fault["code"] != "unexpected" for fault in said["faults"])


def _holders(value):
    """Every dictionary and list inside that is not empty."""
    inside = list(value.values()) if isinstance(value, dict) else value if isinstance(value, list) else []
    return ([value] if inside else []) + [found for part in inside for found in _holders(part)]
