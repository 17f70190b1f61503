"""The cryptography of secret votes: made by one writing, checked by the other, forged by every way we could think of."""

import json
import random
import secrets
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linli.domains.voting import errors
from linli.domains.voting.rules import bundle, chain
from linli.domains.voting.rules.asked import Channel, Choice, ItemKind
from linli.domains.voting.rules.deciding import decide
from linli.domains.voting.rules.majority import NOBODY, Weight, total
from linli.domains.voting.rules.secret import answers, proofs, sharing
from linli.domains.voting.rules.secret.elgamal import Ciphertext, encrypt
from linli.domains.voting.rules.secret.elgamal import total as added
from linli.domains.voting.rules.secret.group import GROUP, Group, powers
from linli.domains.voting.rules.tallying import ItemTally, Tallies
from linli.verify import group as other_group
from linli.verify import main
from tests.voting import votes

# A group that can be searched through by hand: 2 * 1019 + 1 = 2039, both prime; 4 generates the squares.
SMALL = Group("small", 2039, 1019, 4)
ASKED = votes.question(
    votes.resolution(follow=True), votes.election(["c1", "c2", "c3"], seats=2, item_id="2")
)
ROLL = votes.roll(10000, 8957, 10001, 3000)
CHOICES = [
    {"1": "for", "2": ["c1", "c2"]},
    {"1": "follow_majority", "2": []},
    {"1": "for", "2": ["c3"]},
]


# ------------------------------------------------------------------------------------------------ the group


def prime(number):
    """Miller and Rabin's test, by bases that cannot be foreseen."""
    odd, twos = number - 1, 0
    while odd % 2 == 0:
        odd, twos = odd // 2, twos + 1
    for _ in range(3):
        value = pow(random.SystemRandom().randrange(2, number - 1), odd, number)
        if value in (1, number - 1):
            continue
        if not any((value := value * value % number) == number - 1 for _ in range(twos - 1)):
            return False
    return True


def test_the_group_is_what_it_is_said_to_be_and_both_writings_use_the_same():
    p, q, g = GROUP.p, GROUP.q, GROUP.g
    assert (p.bit_length(), q) == (3072, 2**256 - 189)
    assert p >> 2816 == p & (2**256 - 1) == 2**256 - 1  # begins and ends with 256 ones
    # Between them the digits of Euler's constant, 0.5772156649015328606…, so that nobody chose them.
    assert (p >> (2816 - 60)) & (2**60 - 1) == 5772156649015328606065120900824 * 2**60 // 10**31
    assert prime(p)
    assert prime(q)
    assert prime((p - 1) // (2 * q))
    assert g != 1
    assert pow(g, q, p) == 1
    assert (p, q, g, GROUP.name) == (other_group.P, other_group.Q, other_group.G, other_group.NAME)


@given(st.integers(0, 3000))
def test_precomputed_powers_are_the_powers(exponent):
    assert powers(SMALL, 16)(exponent) == pow(16, exponent, SMALL.p)


# ---------------------------------------------------------------------------------- shares, codes, ciphertexts


@given(st.integers(2, 6).flatmap(lambda n: st.tuples(st.just(n), st.integers(2, n))), st.randoms())
def test_any_so_many_holders_open_and_fewer_do_not_have_the_key(sizes, chance):
    holders, needed = sizes
    dealt = sharing.deal(SMALL, places=range(1, holders + 1), needed=needed)
    for place, part in dealt.parts.items():
        assert sharing.check_of(SMALL, dealt.commitments, place) == pow(SMALL.g, part, SMALL.p)
    alpha = pow(SMALL.g, 77, SMALL.p)
    shared = pow(dealt.key, 77, SMALL.p)
    chosen = chance.sample(sorted(dealt.parts), needed)
    parts = {place: pow(alpha, dealt.parts[place], SMALL.p) for place in chosen}
    assert sharing.joined(SMALL, parts) == shared


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 12)), max_size=8))
def test_ciphertexts_add_up_weighed_without_being_read(weighed):
    secret = 321
    key = pow(SMALL.g, secret, SMALL.p)
    made = added(
        SMALL,
        [
            (encrypt(SMALL, key, value, randomness=secrets.randbelow(SMALL.q)), times)
            for value, times in weighed
        ],
    )
    opened = made.beta * SMALL.inverse(pow(made.alpha, secret, SMALL.p)) % SMALL.p
    assert opened == pow(SMALL.g, sum(value * times for value, times in weighed), SMALL.p)


@given(st.integers(0, 400))
def test_a_total_is_found_again(value):
    sums = {("1", "for", "heads"): encrypt(SMALL, pow(SMALL.g, 9, SMALL.p), value, randomness=5)}
    shared = {
        1: [
            {
                "item_id": "1",
                "option": "for",
                "axis": "heads",
                "part": SMALL.written(pow(sums["1", "for", "heads"].alpha, 9, SMALL.p)),
            }
        ]
    }
    opened = answers.open_totals(SMALL, sums, shared, most={"heads": 400, "area": 400})
    assert opened == {("1", "for", "heads"): value}


def test_a_code_is_read_however_it_is_spaced_and_a_wrong_letter_is_told():
    code = sharing.new_code()
    assert sharing.read_code(code.lower().replace("-", "  ")) == sharing.read_code(code)
    assert sharing.secret_of(GROUP, code, vote_id="a") != sharing.secret_of(GROUP, code, vote_id="b")
    for place in range(0, len(code), 5):
        changed = code[:place] + ("2" if code[place] != "2" else "3") + code[place + 1 :]
        with pytest.raises(errors.WrongCode):
            sharing.read_code(changed)
    with pytest.raises(errors.WrongCode):
        sharing.read_code("")


def test_a_part_sealed_to_a_holder_opens_with_the_code_alone():
    secret = sharing.secret_of(GROUP, sharing.new_code(), vote_id="v")
    sealed = sharing.seal_part(GROUP, pow(GROUP.g, secret, GROUP.p), 12345)
    assert sharing.unseal_part(GROUP, sealed, secret=secret) == 12345
    assert sharing.unseal_part(GROUP, sealed, secret=secret + 1) != 12345


# ------------------------------------------------------------------------------------------------ whole bundles


class Made:
    """A secret vote at full size, from its ballots to the bundle."""

    def __init__(self, chosen=CHOICES, *, asked=ASKED, roll=ROLL, by=(1, 3)):
        self.asked, self.roll = asked, roll
        self.dealt = sharing.deal(GROUP, places=[1, 2, 3], needed=2)
        self.key = answers.Key(GROUP, self.dealt.key, "v-1", "text")
        self.lines, prev = [], chain.START
        for seq, one in enumerate(chosen, 1):
            voter_no = f"V{seq}"
            sealed = answers.seal_answers(self.key, asked.items, one, voter_no=voter_no)
            self.lines.append(
                chain.chained_secret(
                    seq=seq, prev=prev, voter_no=voter_no, cast_at="2026-03-02T10:00:00+08:00", answers=sealed
                )
            )
            prev = self.lines[-1]["hash"]
        self.weighed = [(line["answers"], voter.area) for line, voter in zip(self.lines, roll, strict=False)]
        self.sums = answers.totals(GROUP, asked.items, self.weighed)
        self.parts = {place: self.part(place, self.dealt.parts[place]) for place in by}
        areas = sum(one.area for one in roll)
        self.clear = answers.open_totals(
            GROUP, self.sums, self.parts, most={"heads": len(roll), "area": areas}
        )

    def part(self, place, share):
        check = sharing.check_of(GROUP, self.dealt.commitments, place)
        return answers.decrypt_part(self.key, self.sums, place=place, share=share, check=check)

    @property
    def result(self):
        effective = total(voter.weight for voter in self.roll[: len(self.lines)])
        items = {}
        for item in self.asked.items:
            said = {} if item.kind is ItemKind.ELECTION else dict.fromkeys(Choice, NOBODY)
            for option in answers.options(item):
                heads, area = (self.clear[item.item_id, option, axis] for axis in ("heads", "area"))
                said[option] = Weight(heads, area)
            items[item.item_id] = ItemTally(item.item_id, said, answered=effective)
        whole = total(voter.weight for voter in self.roll)
        channels = {Channel.ONLINE: effective, Channel.PAPER: NOBODY}
        made = Tallies(whole, len(self.lines), 0, channels, NOBODY, items)
        return decide(self.asked, made, last_hash=self.lines[-1]["hash"])

    def packed(self, *, lines=None, parts=None, clear=None, result=None, key=None):
        clear = self.clear if clear is None else clear
        totals = [
            {"item_id": i, "option": o, "axis": a, "value": value} for (i, o, a), value in clear.items()
        ]
        given = self.parts if parts is None else parts
        return bundle.pack(
            vote=votes.vote_json(self.asked)
            | {"format": proofs.FORMAT, "text_hash": "text", "key": key or self.public},
            roll=self.roll,
            lines=self.lines if lines is None else lines,
            result=self.result if result is None else result,
            signature=votes.KEY,
            decryption={
                "totals": totals,
                "parts": [{"place": place, "totals": one} for place, one in given.items()],
            },
        )

    @property
    def public(self):
        commitments = [GROUP.written(one) for one in self.dealt.commitments]
        return {"group": GROUP.name, "commitments": commitments, "holders": 3}


@pytest.fixture(scope="module")
def made():
    return Made()


def verdict(content, folder, capsys):
    (folder / "secret.zip").write_bytes(content)
    capsys.readouterr()
    status = main([str(folder / "secret.zip"), "--json"])
    said = json.loads(capsys.readouterr().out)
    fault = said["faults"][0] if said["faults"] else {}
    return status, said["code"], fault.get("code"), fault.get("where", "")


@pytest.mark.feature("VO-33", "VO-51")
def test_a_secret_vote_at_full_size_is_recounted_by_the_other_writing(made, tmp_path, capsys):
    assert verdict(made.packed(), tmp_path, capsys)[:2] == (0, "ok")
    first, second = made.result["items"]
    assert first["for"] == {"heads": 3, "area": 28958}  # two for, and one who follows them
    assert first["followed"] == {"heads": 1, "area": 8957}
    assert [one["heads"] for one in second["candidates"]] == [1, 1, 1]


@pytest.mark.feature("VO-60")
def test_any_two_of_three_holders_open_the_same_totals(made):
    for by in ((1, 2), (2, 3), (1, 3)):
        parts = {place: made.part(place, made.dealt.parts[place]) for place in by}
        opened = answers.open_totals(GROUP, made.sums, parts, most={"heads": 4, "area": 40000})
        assert opened == made.clear


def test_one_holder_alone_opens_nothing(made):
    parts = {1: made.parts[1]}
    with pytest.raises(ValueError, match="no total"):
        answers.open_totals(GROUP, made.sums, parts, most={"heads": 4, "area": 40000})


def test_ballots_alike_look_different_and_ballots_unlike_look_the_same(made):
    items = ASKED.items
    one, same, other = (
        json.dumps(answers.seal_answers(made.key, items, choices, voter_no="V9"))
        for choices in (CHOICES[0], CHOICES[0], CHOICES[1])
    )
    assert one != same
    assert len(one) == len(same) == len(other)


def test_sealing_three_resolutions_takes_less_than_half_a_second(made):
    items = [votes.resolution(str(n)) for n in range(3)]
    chosen = {"0": "for", "1": "against", "2": "abstain"}
    answers.seal_answers(made.key, items, chosen, voter_no="V1")
    began = time.process_time()
    for _ in range(3):
        answers.seal_answers(made.key, items, chosen, voter_no="V1")
    assert (time.process_time() - began) / 3 < 0.5


# ------------------------------------------------------------------------------------------------------ forgery


def rechained(lines):
    prev, done = chain.START, []
    for line in lines:
        line = {**line, "prev": prev}
        line["hash"] = prev = chain.line_hash(line)
        done.append(line)
    return done


def forged(made, change):
    lines = json.loads(json.dumps(made.lines))
    change(lines)
    done = rechained(lines)
    result = made.result
    result["ballots"]["last_hash"] = done[-1]["hash"]
    return made.packed(lines=done, result=result)


def cheat(made, value):
    """The server stuffs: an option that holds `value`, with the proof that fits best."""
    item = ASKED.items[0]
    chance = secrets.randbelow(GROUP.q)
    sealed = encrypt(GROUP, made.dealt.key, value, randomness=chance)
    proof = proofs.prove_one_of(
        GROUP, made.dealt.key, sealed, randomness=chance, value=0, allowed=(0, 1),
        statement=made.key.statement(voter_no="V1", item_id=item.item_id, option="for"),
    )  # fmt: skip
    return sealed.written(GROUP) | {"proof": proof}


def stuffed(value):
    def change(made):
        return lambda lines: lines[0]["answers"]["1"]["options"].update({"for": cheat(made, value)})

    return change


def copied(made):
    return lambda lines: lines[1].update(answers=lines[0]["answers"])


def swapped(made):
    def change(lines):
        options = lines[0]["answers"]["1"]["options"]
        options["for"], options["against"] = options["against"], options["for"]

    return change


def outside(made):
    def change(lines):
        one = lines[0]["answers"]["1"]["options"]["for"]
        one["alpha"] = GROUP.written(GROUP.p - GROUP.read(one["alpha"]))

    return change


def altered(made):
    def change(lines):
        one = lines[0]["answers"]["1"]["options"]["for"]
        one["beta"] = GROUP.written(GROUP.read(one["beta"]) * GROUP.g % GROUP.p)

    return change


FORGED = {
    "an option that holds two": stuffed(2),
    "an option that holds a thousand": stuffed(1000),
    "an option that holds one less than none": stuffed(-1),
    "a neighbour's ballot copied": copied,
    "two options swapped": swapped,
    "a number outside of the subgroup": outside,
    "a ciphertext multiplied by g": altered,
    "an item left out": lambda made: lambda lines: lines[0]["answers"].pop("1"),
    "an option left out": lambda made: lambda lines: lines[0]["answers"]["1"]["options"].pop("for"),
    "an option too many": lambda made: (
        lambda lines: lines[0]["answers"]["1"]["options"].update(x=lines[0]["answers"]["1"]["options"]["for"])
    ),
    "the sum's proof of another voter": lambda made: (
        lambda lines: lines[0]["answers"]["1"].update(sum=lines[2]["answers"]["1"]["sum"])
    ),
    "a ballot under another voter's number": lambda made: lambda lines: lines[0].update(voter_no="V4"),
}


@pytest.mark.parametrize("name", FORGED)
def test_a_forged_ballot_is_refused_by_its_line(made, name, tmp_path, capsys):
    status, kind, code, where = verdict(forged(made, FORGED[name](made)), tmp_path, capsys)
    assert (status, kind, code) == (1, "ballot", "proof_wrong")
    assert where == ("ballots.jsonl:2" if "copied" in name else "ballots.jsonl:1")


def test_two_options_marked_where_one_is_allowed_are_refused(made, tmp_path, capsys):
    item = ASKED.items[0]
    more = votes.election([*answers.options(item)], seats=2, item_id=item.item_id)
    double = answers.seal_answers(made.key, [more], {"1": ["for", "against"]}, voter_no="V1")["1"]
    double["sum"] = double["sum"][:1]
    content = forged(made, lambda lines: lines[0]["answers"].update({"1": double}))
    assert verdict(content, tmp_path, capsys)[:3] == (1, "ballot", "proof_wrong")


def test_a_weak_challenge_over_the_commitments_alone_would_not_be_taken(made, tmp_path, capsys):
    """With the weak form the forger picks challenge and response first, and the ciphertext to fit (Bernhard et al.)."""

    def change(lines):
        one = lines[0]["answers"]["1"]["options"]["for"]
        zero = GROUP.scalar_written(0)
        one["proof"] = [[zero, zero], [GROUP.scalar_written(1), zero]]

    assert verdict(forged(made, change), tmp_path, capsys)[:3] == (1, "ballot", "proof_wrong")


def test_totals_that_are_not_what_the_ciphertexts_hold_are_refused(made, tmp_path, capsys):
    for where in list(made.clear)[::5]:
        clear = made.clear | {where: made.clear[where] + 1}
        status, kind, code, place = verdict(made.packed(clear=clear), tmp_path, capsys)
        assert (status, kind, code) == (1, "result", "total_wrong")
        assert "/".join(where) in place


def test_a_decryption_with_another_share_is_refused(made, tmp_path, capsys):
    wrong = {1: made.parts[1], 3: made.part(3, made.dealt.parts[3] + 1)}
    assert verdict(made.packed(parts=wrong), tmp_path, capsys)[:3] == (1, "result", "part_wrong")
    borrowed = {1: made.parts[1], 2: made.parts[3]}
    assert verdict(made.packed(parts=borrowed), tmp_path, capsys)[:3] == (1, "result", "part_wrong")


def test_too_few_parts_and_a_result_that_differs_are_refused(made, tmp_path, capsys):
    assert verdict(made.packed(parts={1: made.parts[1]}), tmp_path, capsys)[:3] == (
        1,
        "result",
        "parts_missing",
    )
    result = made.result
    result["items"][0]["for"]["heads"] += 1
    assert verdict(made.packed(result=result), tmp_path, capsys)[:3] == (1, "result", "result_differs")


def test_a_deleted_ballot_shows_in_the_chain_and_rechained_in_the_totals(made, tmp_path, capsys):
    assert verdict(made.packed(lines=made.lines[:-1]), tmp_path, capsys)[:2] == (1, "chain")
    status, kind, code, _ = verdict(forged(made, lambda lines: lines.pop()), tmp_path, capsys)
    assert (status, kind) == (1, "result")
    assert code in {"total_wrong", "part_wrong"}


def test_another_key_than_the_ballots_were_sealed_with_is_refused(made, tmp_path, capsys):
    strange = sharing.deal(GROUP, places=[1, 2, 3], needed=2)
    key = made.public | {"commitments": [GROUP.written(one) for one in strange.commitments]}
    assert verdict(made.packed(key=key), tmp_path, capsys)[:3] == (1, "ballot", "proof_wrong")


MALFORMED = {
    "another group": {"group": "toy"},
    "one holder": {"commitments": ["x"]},
    "a commitment of nought": {"commitments": [GROUP.written(0)] * 2},
    "a commitment outside": {"commitments": [GROUP.written(GROUP.p - 1)] * 2},
    "more needed than there are": {"holders": 1},
}


@pytest.mark.parametrize("name", MALFORMED)
def test_a_key_that_cannot_be_is_no_bundle(made, name, tmp_path, capsys):
    assert verdict(made.packed(key=made.public | MALFORMED[name]), tmp_path, capsys)[0] == 2


@pytest.mark.parametrize("number", ["", "A" * 511, "A" * 513, "é" * 512, 7, None, "=" * 512])
def test_a_number_written_otherwise_is_no_bundle(made, number, tmp_path, capsys):
    def change(lines):
        lines[0]["answers"]["1"]["options"]["for"]["alpha"] = number

    assert verdict(forged(made, change), tmp_path, capsys)[0] == 2


def test_a_secret_bundle_without_its_decryption_and_a_named_one_with_it_are_none(made, tmp_path, capsys):
    files = votes.parts(made.packed())
    lacking = {name: content for name, content in files.items() if name != "decryption.json"}
    assert verdict(votes.zipped(lacking), tmp_path, capsys)[0] == 2
    named = votes.parts(votes.packed(votes.question(), votes.roll(1), votes.said("for")))
    mixed = votes.zipped(named | {"decryption.json": files["decryption.json"]})
    assert verdict(mixed, tmp_path, capsys)[0] == 2


@settings(max_examples=4, deadline=None)
@given(st.lists(st.sampled_from(["for", "against", "abstain"]), min_size=1, max_size=4))
def test_secret_and_named_counts_come_to_the_same(said):
    asked, roll = votes.question(), votes.roll(10000, 8957, 10001, 3000)
    secret = Made([{"1": one} for one in said], asked=asked, roll=roll)
    named = votes.count(asked, roll, votes.said(*said))
    assert secret.result["items"] == named["items"]
    assert Ciphertext(1, 1) not in secret.sums.values() or not said
