"""Whoever changes anything in a bundle is refused, and the first word names the step that caught it (D-16)."""

import base64
import json

import pytest

from linli.domains.voting.rules import chain
from linli.verify import main
from tests.voting import votes

ROLL = votes.roll(*[10000] * 9)
BALLOTS = [
    *votes.said("for", "for", "for", "for", "for", "against", "against", "abstain"),
    votes.ballot("V9", {}, channel="paper"),
]
ELECTION = votes.election(["c1", "c2", "c3"], seats=2, item_id="2")


def genuine():
    return votes.parts(votes.packed(votes.question(), ROLL, BALLOTS))


def verdict(files, folder, capsys):
    """The exit status, and the first word and place that are printed."""
    path = folder / "bundle.zip"
    path.write_bytes(votes.zipped(files))
    status = main([str(path)])
    word, _, rest = capsys.readouterr().out.partition(": ")
    return status, word, rest.split(" ")[0]


def edit_json(name, change):
    """A tampering of one JSON file: `change` is called with its value."""

    def edit(files):
        value = json.loads(files[name])
        change(value)
        return files | {name: chain.canonical(value)}

    return edit


def edit_lines(change, *, rechain=False):
    """A tampering of the ballots: `change` is called with their list; `rechain` mends the hashes afterwards."""

    def edit(files):
        lines = [json.loads(line) for line in files["ballots.jsonl"].splitlines()]
        change(lines)
        result = json.loads(files["result.json"])
        if rechain:
            prev = chain.START
            for seq, line in enumerate(lines, 1):
                line.update(seq=seq, prev=prev)
                line["hash"] = prev = chain.line_hash(line)
            result["ballots"]["last_hash"] = prev
        jsonl = b"".join(chain.canonical(line) + b"\n" for line in lines)
        return files | {"ballots.jsonl": jsonl, "result.json": chain.canonical(result)}

    return edit


def edit_roll(change):
    def edit(files):
        rows = files["roll.csv"].decode().splitlines()
        change(rows)
        return files | {"roll.csv": "".join(f"{row}\n" for row in rows).encode()}

    return edit


def result_item(**change):
    return edit_json("result.json", lambda value: value["items"][0].update(change))


def line(place, **change):
    return edit_lines(lambda lines: lines[place].update(change))


def rechained(place, **change):
    return edit_lines(lambda lines: lines[place].update(change), rechain=True)


def swap(lines):
    lines[1], lines[2] = lines[2], lines[1]


def skipped(files):
    """The last ballot says it is the tenth, and its hash fits."""
    lines = [json.loads(line) for line in files["ballots.jsonl"].splitlines()]
    lines[-1]["seq"] = 10
    lines[-1]["hash"] = chain.line_hash(lines[-1])
    result = json.loads(files["result.json"])
    result["ballots"]["last_hash"] = lines[-1]["hash"]
    jsonl = b"".join(chain.canonical(line) + b"\n" for line in lines)
    return files | {"ballots.jsonl": jsonl, "result.json": chain.canonical(result)}


SIGNED_AGAIN = {
    "a choice edited": (line(2, choices={"1": "against"}), "chain", "ballots.jsonl:3"),
    "a voter edited": (line(0, voter_no="V2"), "chain", "ballots.jsonl:1"),
    "a moment edited": (line(4, cast_at="2026-03-02T10:00:01+08:00"), "chain", "ballots.jsonl:5"),
    "a channel edited": (line(4, channel="paper"), "chain", "ballots.jsonl:5"),
    "a hash edited": (line(8, hash="0" * 64), "chain", "ballots.jsonl:9"),
    "a link edited": (line(3, prev="1" * 64), "chain", "ballots.jsonl:4"),
    "a number edited": (line(3, seq=7), "chain", "ballots.jsonl:4"),
    "a number skipped, rechained": (skipped, "chain", "ballots.jsonl:9"),
    "a field added": (line(3, name="张三"), "chain", "ballots.jsonl:4"),
    "two ballots swapped": (edit_lines(swap), "chain", "ballots.jsonl:2"),
    "the first ballot deleted": (edit_lines(lambda lines: lines.pop(0)), "chain", "ballots.jsonl:1"),
    "a ballot deleted": (edit_lines(lambda lines: lines.pop(4)), "chain", "ballots.jsonl:5"),
    "the last ballot deleted": (edit_lines(lambda lines: lines.pop()), "chain", "result.json"),
    "all ballots deleted": (edit_lines(lambda lines: lines.clear()), "chain", "result.json"),
    "a ballot doubled": (edit_lines(lambda lines: lines.insert(3, lines[2])), "chain", "ballots.jsonl:4"),
    "a ballot appended": (edit_lines(lambda lines: lines.append(lines[0])), "chain", "ballots.jsonl:10"),
    "the last hash edited": (
        edit_json("result.json", lambda value: value["ballots"].update(last_hash="a" * 64)),
        "chain",
        "result.json",
    ),
    "a voter twice": (edit_roll(lambda rows: rows.append(rows[1])), "roll", "roll.csv:11"),
    "a voter twice with another area": (edit_roll(lambda rows: rows.append("V3,1,0")), "roll", "roll.csv:11"),
    "an area of zero": (edit_roll(lambda rows: rows.__setitem__(4, "V4,0,1")), "roll", "roll.csv:5"),
    "nobody on the roll": (edit_roll(lambda rows: rows.__delitem__(slice(1, None))), "roll", "roll.csv"),
    "a choice that is none": (rechained(2, choices={"1": "perhaps"}), "ballot", "ballots.jsonl:3"),
    "a list for a resolution": (rechained(2, choices={"1": ["for"]}), "ballot", "ballots.jsonl:3"),
    "an item that is none": (rechained(2, choices={"1": "for", "8": "for"}), "ballot", "ballots.jsonl:3"),
    "following where it is not offered": (
        rechained(5, choices={"1": "follow_majority"}),
        "ballot",
        "ballots.jsonl:6",
    ),
    "an online ballot that misses an item": (rechained(8, channel="online"), "ballot", "ballots.jsonl:9"),
    "a choice edited, rechained": (
        rechained(2, choices={"1": "against"}),
        "result",
        "items[0].for.heads",
    ),
    "a ballot deleted, rechained": (
        edit_lines(lambda lines: lines.pop(), rechain=True),
        "result",
        "items[0].participating.heads",
    ),
    "a ballot given to nobody": (rechained(0, voter_no="V77"), "result", "items[0].participating.heads"),
    "a ballot made late": (
        rechained(0, cast_at="2026-03-11T18:00:00+08:00"),
        "result",
        "items[0].participating.heads",
    ),
    "a weight raised": (
        edit_roll(lambda rows: rows.__setitem__(1, "V1,90000,0")),
        "result",
        "items[0].roll.area",
    ),
    "a voter added": (edit_roll(lambda rows: rows.append("V10,10000,0")), "result", "items[0].roll.heads"),
    "a voter removed": (edit_roll(lambda rows: rows.pop(1)), "result", "items[0].roll.heads"),
    "the verdict flipped": (result_item(passed=False), "result", "items[0].passed"),
    "the quorum flipped": (result_item(quorum=False), "result", "items[0].quorum"),
    "a head more for": (result_item(**{"for": {"heads": 6, "area": 50000}}), "result", "items[0].for.heads"),
    "true for one": (result_item(against={"heads": True, "area": 20000}), "result", "items[0].against.heads"),
    "false for nought": (
        result_item(followed={"heads": False, "area": 0}),
        "result",
        "items[0].followed.heads",
    ),
    "a figure left out": (
        edit_json("result.json", lambda value: value["items"][0].pop("followed")),
        "result",
        "items[0].followed",
    ),
    "a figure added": (result_item(note="x"), "result", "items[0].note"),
    "an item left out": (edit_json("result.json", lambda value: value["items"].clear()), "result", "items"),
    "the counts edited": (
        edit_json("result.json", lambda value: value["ballots"].update(void=1)),
        "result",
        "ballots.void",
    ),
    "the threshold raised": (
        edit_json("vote.json", lambda value: value["items"][0].update(threshold="special")),
        "result",
        "items[0].passed",
    ),
    "the close moved": (
        edit_json("vote.json", lambda value: value.update(closes_at="2026-03-01T09:30:00+08:00")),
        "result",
        "items[0].participating.heads",
    ),
}


def test_the_genuine_bundle_holds(tmp_path, capsys):
    assert verdict(genuine(), tmp_path, capsys)[:2] == (0, "ok")


@pytest.mark.parametrize("name", SIGNED_AGAIN)
def test_a_forger_with_a_key_is_refused_by_name_and_place(name, tmp_path, capsys):
    edit, word, where = SIGNED_AGAIN[name]
    forged = votes.resigned(edit(genuine()))
    assert forged != genuine()
    assert verdict(forged, tmp_path, capsys) == (1, word, where)


@pytest.mark.parametrize("name", SIGNED_AGAIN)
def test_the_same_without_a_new_manifest_is_refused_by_the_file(name, tmp_path, capsys):
    assert verdict(SIGNED_AGAIN[name][0](genuine()), tmp_path, capsys)[:2] == (1, "manifest")


@pytest.mark.parametrize("names", [["c9"], ["c1", "c1"], "c1"])
def test_an_election_refuses_names_that_do_not_stand(names, tmp_path, capsys):
    asked = votes.question(ELECTION)
    files = votes.parts(votes.packed(asked, ROLL, [votes.ballot("V1", {"2": ["c1"]})]))
    forged = votes.resigned(rechained(0, choices={"2": names})(files))
    assert verdict(forged, tmp_path, capsys) == (1, "ballot", "ballots.jsonl:1")


class TestSignature:
    def manifest(self, change):
        return edit_json("manifest.json", change)(genuine())

    def test_a_hash_in_the_manifest_edited_to_fit(self, tmp_path, capsys):
        files = result_item(passed=False)(genuine())
        fits = chain.sha256(files["result.json"])
        files = edit_json("manifest.json", lambda m: m["files"].update({"result.json": fits}))(files)
        assert verdict(files, tmp_path, capsys)[:2] == (1, "signature")

    def test_a_signature_of_another_key(self, tmp_path, capsys):
        other = json.loads(votes.resigned(genuine(), votes.Key(b"o" * 32))["manifest.json"])
        files = self.manifest(lambda m: m.update(signature=other["signature"]))
        assert verdict(files, tmp_path, capsys)[:2] == (1, "signature")

    @pytest.mark.parametrize("missing", [["signature"], ["public_key"], ["signature", "public_key"]])
    def test_a_signature_taken_away(self, missing, tmp_path, capsys):
        files = self.manifest(lambda m: [m.pop(name) for name in missing])
        assert verdict(files, tmp_path, capsys)[:2] == (1, "signature")

    @pytest.mark.parametrize("size", [0, 63, 65])
    def test_a_signature_of_a_wrong_size(self, size, tmp_path, capsys):
        files = self.manifest(lambda m: m.update(signature=base64.b64encode(b"s" * size).decode()))
        assert verdict(files, tmp_path, capsys)[:2] == (1, "signature")

    def test_a_second_spelling_of_the_same_signature(self, tmp_path, capsys):
        """S + L would verify as well where the range is not checked (RFC 8032 §5.1.7)."""
        signature = base64.b64decode(json.loads(genuine()["manifest.json"])["signature"])
        other = int.from_bytes(signature[32:], "little") + 2**252 + 27742317777372353535851937790883648493
        spelt = base64.b64encode(signature[:32] + other.to_bytes(32, "little")).decode()
        files = self.manifest(lambda m: m.update(signature=spelt))
        assert verdict(files, tmp_path, capsys)[:2] == (1, "signature")

    def test_allowing_unsigned_does_not_allow_a_wrong_signature(self, tmp_path, capsys):
        path = tmp_path / "bundle.zip"
        wrong = base64.b64encode(b"s" * 64).decode()
        path.write_bytes(votes.zipped(self.manifest(lambda m: m.update(signature=wrong))))
        assert main([str(path), "--allow-unsigned"]) == 1
        assert capsys.readouterr().out.startswith("signature: ")

    def test_an_unsigned_bundle_holds_only_where_it_is_allowed(self, tmp_path, capsys):
        path = tmp_path / "bundle.zip"
        path.write_bytes(votes.packed(votes.question(), ROLL, BALLOTS, key=None))
        assert main([str(path)]) == 1
        assert main([str(path), "--allow-unsigned"]) == 0
        assert "没有签名" in capsys.readouterr().out


class TestManifest:
    def test_a_file_not_listed(self, tmp_path, capsys):
        files = edit_json("manifest.json", lambda m: m["files"].pop("roll.csv"))(genuine())
        assert verdict(files, tmp_path, capsys) == (1, "manifest", "roll.csv")

    def test_a_file_listed_that_is_not_there(self, tmp_path, capsys):
        files = edit_json("manifest.json", lambda m: m["files"].update({"more.txt": "0" * 64}))(genuine())
        assert verdict(files, tmp_path, capsys) == (1, "manifest", "more.txt")


def test_the_first_line_keeps_the_order_of_the_format(tmp_path, capsys):
    """Everything is wrong at once; each kind of fault mended in turn shows the next."""
    files = edit_roll(lambda rows: rows.append(rows[1]))(genuine())
    files = line(2, choices={"1": "perhaps"})(files)
    assert verdict(files, tmp_path, capsys)[1] == "manifest"
    assert verdict(votes.resigned(files), tmp_path, capsys)[1] == "chain"
    rechained_files = votes.resigned(edit_lines(lambda _: None, rechain=True)(files))
    assert verdict(rechained_files, tmp_path, capsys)[1] == "roll"


def test_the_json_answer_names_code_place_and_sentence(tmp_path, capsys):
    path = tmp_path / "bundle.zip"
    path.write_bytes(votes.zipped(votes.resigned(result_item(passed=False)(genuine()))))
    assert main([str(path), "--json"]) == 1
    answer = json.loads(capsys.readouterr().out)
    assert (answer["ok"], answer["code"], answer["exit_code"]) == (False, "result", 1)
    assert answer["faults"][0] == {
        "what": "result",
        "where": "items[0].passed",
        "code": "result_differs",
        "sentence": "公布的结果与重新计票的结果不一致。",
    }
    assert answer["result"]["items"][0]["passed"] is True
    assert answer["public_key"] == votes.KEY.public_key().hex()
