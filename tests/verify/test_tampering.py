"""Whoever changes anything in a bundle is caught, and told which step caught them (check D-16)."""

import copy
import io
import zipfile

import pytest

from linli.verify import main
from tests.verify import bundles
from tests.verify.bundles import sha256, spell


def verdict(tmp_path, data, capsys):
    """The exit status and the first word of what is said."""
    path = tmp_path / "bundle.zip"
    path.write_bytes(data)
    status = main([str(path)])
    return status, capsys.readouterr().out.split(":")[0]


def rechain(made):
    made["ballots"] = bundles.chained(
        [{k: v for k, v in line.items() if k not in {"seq", "prev", "hash"}} for line in made["ballots"]]
    )
    made["result"]["ballots"]["last_hash"] = made["ballots"][-1]["hash"]


def ballot_edit(**change):
    def edit(made):
        made["ballots"][2] |= change

    return edit


def with_rechain(edit):
    def both(made):
        edit(made)
        rechain(made)

    return both


def swap(made):
    made["ballots"][1], made["ballots"][2] = made["ballots"][2], made["ballots"][1]


def renumber(made):
    made["ballots"][3]["seq"] = 9


def rehash_one(made):
    line = made["ballots"][2]
    line["choices"] = {"1": "against"}
    body = {k: v for k, v in line.items() if k != "hash"}
    line["hash"] = sha256(line["prev"].encode() + b"\n" + spell(body))


def item(made):
    return made["result"]["items"][0]


TAMPERINGS = {
    "a choice edited": (ballot_edit(choices={"1": "against"}), "chain"),
    "a voter edited": (ballot_edit(voter_no="V9"), "chain"),
    "a moment edited": (ballot_edit(cast_at="2026-03-02T10:00:01+08:00"), "chain"),
    "a channel edited": (ballot_edit(channel="paper"), "chain"),
    "a hash edited": (ballot_edit(hash="a" * 64), "chain"),
    "a link edited": (ballot_edit(prev="b" * 64), "chain"),
    "a field added": (ballot_edit(note="x"), "chain"),
    "one ballot rehashed alone": (rehash_one, "chain"),
    "two ballots swapped": (swap, "chain"),
    "a number skipped": (renumber, "chain"),
    "a ballot deleted": (lambda m: m["ballots"].pop(3), "chain"),
    "the first ballot deleted": (lambda m: m["ballots"].pop(0), "chain"),
    "the last ballot deleted": (lambda m: m["ballots"].pop(), "chain"),
    "a ballot doubled": (lambda m: m["ballots"].insert(1, dict(m["ballots"][0])), "chain"),
    "a ballot inserted": (lambda m: m["ballots"].insert(0, bundles.chained([bundles.ballot("V9", {"1": "for"})])[0]), "chain"),
    "all ballots deleted": (lambda m: m["ballots"].clear(), "chain"),
    "the last hash edited": (lambda m: m["result"]["ballots"].update(last_hash="c" * 64), "chain"),
    "a voter twice on the roll": (lambda m: m["roll"].append(m["roll"][0]), "roll"),
    "an area of zero": (lambda m: m["roll"].__setitem__(0, ("V1", 0, 1)), "roll"),
    "nobody on the roll": (lambda m: m["roll"].clear(), "roll"),
    "a choice that is none": (with_rechain(ballot_edit(choices={"1": "maybe"})), "ballot"),
    "a list for a resolution": (with_rechain(ballot_edit(choices={"1": ["for"]})), "ballot"),
    "an item that is none": (with_rechain(ballot_edit(choices={"1": "for", "9": "for"})), "ballot"),
    "an item not answered online": (with_rechain(ballot_edit(choices={})), "ballot"),
    "following where it is not offered": (with_rechain(ballot_edit(choices={"1": "follow_majority"})), "ballot"),
    "a choice edited, rechained": (with_rechain(ballot_edit(choices={"1": "against"})), "result"),
    "a ballot deleted, rechained": (with_rechain(lambda m: m["ballots"].pop(3)), "result"),
    "a ballot doubled, rechained": (with_rechain(lambda m: m["ballots"].append(dict(m["ballots"][0]))), "result"),
    "an area raised": (lambda m: m["roll"].__setitem__(0, ("V1", 99999, 1)), "result"),
    "a voter added": (lambda m: m["roll"].append(("V10", 10000, 1)), "result"),
    "a voter removed": (lambda m: m["roll"].pop(0), "result"),
    "the outcome flipped": (lambda m: item(m).update(passed=not item(m)["passed"]), "result"),
    "the quorum flipped": (lambda m: item(m).update(quorum=False), "result"),
    "a head more for": (lambda m: item(m)["for"].update(heads=5), "result"),
    "an item left out": (lambda m: m["result"]["items"].clear(), "result"),
    "a word added to the result": (lambda m: m["result"].update(note="x"), "result"),
    "true for one": (lambda m: item(m)["abstain"].update(heads=False), "result"),
    "the counts edited": (lambda m: m["result"]["ballots"].update(void=1), "result"),
    "the threshold edited": (lambda m: m["vote"]["items"][0].update(threshold="special"), "result"),
    "the close moved": (lambda m: m["vote"].update(closes_at="2026-03-02T09:00:00+08:00"), "result"),
}  # fmt: skip


class TestSignedAgain:
    """The forger has a key and writes a manifest that fits."""

    @pytest.mark.parametrize("name", TAMPERINGS)
    def test_a_tampered_bundle_is_refused(self, name, tmp_path, capsys):
        edit, step = TAMPERINGS[name]
        made = copy.deepcopy(bundles.small(tmp_path))
        edit(made)
        assert verdict(tmp_path, bundles.packed(made), capsys) == (1, step)

    def test_the_untouched_bundle_holds(self, tmp_path, capsys):
        assert verdict(tmp_path, bundles.packed(bundles.small(tmp_path)), capsys) == (0, "ok")

    @pytest.mark.parametrize("count", range(1, 7))
    def test_a_cut_off_tail_shows(self, count, tmp_path, capsys):
        made = bundles.small(tmp_path)
        del made["ballots"][-count:]
        assert verdict(tmp_path, bundles.packed(made), capsys) == (1, "chain")


class TestManifest:
    def changed(self, tmp_path, capsys, manifest=None, extra=None):
        made = bundles.small(tmp_path)
        return verdict(tmp_path, bundles.packed(made, manifest=manifest, extra=extra), capsys)

    def test_another_files_hash_is_refused(self, tmp_path, capsys):
        edit = lambda m: m | {"files": m["files"] | {"roll.csv": "0" * 64}}  # noqa: E731
        assert self.changed(tmp_path, capsys, edit) == (1, "manifest")

    def test_a_file_not_listed_is_refused(self, tmp_path, capsys):
        assert self.changed(tmp_path, capsys, extra={"more.txt": b"x"})[0] != 0

    def test_a_strange_signature_is_refused(self, tmp_path, capsys):
        edit = lambda m: m | {"signature": "A" * 86 + "=="}  # noqa: E731
        assert self.changed(tmp_path, capsys, edit) == (1, "signature")

    def test_a_missing_signature_is_refused(self, tmp_path, capsys):
        edit = lambda m: {k: v for k, v in m.items() if k != "signature"}  # noqa: E731
        assert self.changed(tmp_path, capsys, edit) == (1, "signature")


class TestNotABundle:
    """What cannot be read ends with 2 and a line, never with a traceback."""

    def files(self, tmp_path, **replaced):
        data = bundles.packed(bundles.small(tmp_path))
        out = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
            for name in old.namelist():
                content = replaced.get(name.replace(".", "_"), old.read(name))
                if content is not None:
                    new.writestr(name, content)
        return out.getvalue()

    @pytest.mark.parametrize(
        "name", ["manifest_json", "vote_json", "roll_csv", "ballots_jsonl", "result_json"]
    )
    def test_a_missing_file(self, name, tmp_path, capsys):
        assert verdict(tmp_path, self.files(tmp_path, **{name: None}), capsys) == (2, "malformed")

    @pytest.mark.parametrize("content", [b"null", b"[]", b"{", b'{"a":1,"a":2}', b'{"a":NaN}', b'{"a":1.5}',
                                         b'{"a":"\\ud800"}', b"\xff\xfe", b"[" * 100000, b'{"a":' + b"9" * 10**6 + b"}"])  # fmt: skip
    @pytest.mark.parametrize("name", ["manifest_json", "vote_json", "ballots_jsonl", "result_json"])
    def test_bad_json(self, name, content, tmp_path, capsys):
        assert verdict(tmp_path, self.files(tmp_path, **{name: content}), capsys) == (2, "malformed")

    @pytest.mark.parametrize(
        "row", ["V1,1e3,1", "V1,-1,1", "V1,100,2", "V1,100", ",100,1", "V1,01,1", "V1,１００,1"]
    )
    def test_a_bad_row_of_the_roll(self, row, tmp_path, capsys):
        roll = f"voter_no,area,delivered\n{row}\n".encode()
        assert verdict(tmp_path, self.files(tmp_path, roll_csv=roll), capsys) == (2, "malformed")

    @pytest.mark.parametrize("data", [b"", b"PK", b"hello", b"\x00" * 1000])
    def test_no_zip(self, data, tmp_path, capsys):
        assert verdict(tmp_path, data, capsys) == (2, "malformed")

    def test_no_file(self, tmp_path, capsys):
        assert main([str(tmp_path / "nothing.zip")]) == 2

    def test_a_bomb(self, tmp_path, capsys):
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            for name in ("manifest.json", "vote.json", "roll.csv", "ballots.jsonl", "result.json"):
                archive.writestr(name, b"0" * 60_000_000)
        assert verdict(tmp_path, out.getvalue(), capsys) == (2, "malformed")
