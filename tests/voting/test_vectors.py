"""Prepared cases for the tally, for any other implementation: bundles with ballots and their known results."""

import json
from datetime import datetime

import pytest

from linli.domains.voting.rules.counting import (
    CastBallot,
    Channel,
    Item,
    ItemKind,
    Question,
    Voter,
    count_votes,
)
from linli.domains.voting.rules.estate_rules import VotingRules
from linli.domains.voting.rules.matters import Threshold
from linli.verify import main, reading
from tests.voting import prepared, votes

GOOD = sorted(path.stem for path in votes.VECTORS.glob("[0-9]*.zip"))
BAD = {"bad-edited-choice": "chain", "bad-result-flipped": "result", "bad-voter-twice-on-roll": "roll"}

pytestmark = pytest.mark.feature("API-12")


def files(name):
    return votes.parts((votes.VECTORS / f"{name}.zip").read_bytes())


def test_there_are_at_least_twenty_and_each_is_expected():
    assert len(GOOD) >= 20
    assert {path.stem for path in votes.VECTORS.iterdir()} == {*GOOD, *BAD}


@pytest.mark.parametrize("name", GOOD)
def test_a_good_bundle_holds(name, capsys):
    assert main([str(votes.VECTORS / f"{name}.zip"), "--allow-unsigned"]) == 0
    assert capsys.readouterr().out.startswith("ok: ")


@pytest.mark.parametrize(("name", "word"), BAD.items())
def test_a_bad_bundle_is_refused_by_name(name, word, capsys):
    assert main([str(votes.VECTORS / f"{name}.zip"), "--allow-unsigned"]) == 1
    assert capsys.readouterr().out.startswith(f"{word}: ")


@pytest.mark.parametrize("name", GOOD)
def test_the_engine_counts_what_the_bundle_says(name):
    """The application's own engine, fed from the files."""
    found = files(name)
    vote = json.loads(found["vote.json"])
    read = reading.vote(found["vote.json"])
    assert len(read.items) == len(vote["items"])
    lines = [json.loads(line) for line in found["ballots.jsonl"].splitlines()]
    voters = [Voter(one.voter_no, one.area, one.delivered) for one in reading.roll(found["roll.csv"])]
    ballots = [
        CastBallot(
            seq=line["seq"],
            voter_no=line["voter_no"],
            channel=Channel(line["channel"]),
            cast_at=datetime.fromisoformat(line["cast_at"]),
            choices=line["choices"],
        )
        for line in lines
    ]
    result = count_votes(question(vote), voters, ballots, last_hash=lines[-1]["hash"])
    assert result == json.loads(found["result.json"])


def question(vote):
    return Question(
        tuple(item(one) for one in vote["items"]),
        datetime.fromisoformat(vote["opens_at"]),
        datetime.fromisoformat(vote["closes_at"]),
        VotingRules.of_setting(vote["rules"] | {"clause": "x"}),
    )


def item(one):
    return Item(
        one["item_id"],
        ItemKind(one["kind"]),
        Threshold(one["threshold"]),
        follow_majority=one.get("follow_majority", False),
        seats=one.get("seats", 0),
        alternates=one.get("alternates", 0),
        candidates=tuple(candidate["candidate_id"] for candidate in one.get("candidates", ())),
    )


@pytest.mark.parametrize("name", prepared.CASES)
def test_our_own_cases_come_to_the_figures_worked_out_by_hand(name):
    stored = files(name)
    assert stored == votes.parts(votes.packed(*prepared.CASES[name], key=None))
    result = json.loads(stored["result.json"])
    figures, sorts = prepared.EXPECTED[name]
    first = result["items"][0]
    if isinstance(figures, list):
        assert [one["outcome"] for one in first["candidates"]] == figures
    else:
        assert {key: first[key] for key in figures} == figures
    ballots = result["ballots"]
    assert tuple(ballots[key] for key in ("received", "void", "superseded", "effective")) == sorts


def test_the_second_item_of_independent_items_misses_its_own_quorum():
    second = json.loads(files("20-items-are-independent")["result.json"])["items"][1]
    assert (second["participating"]["heads"], second["quorum"], second["formed"]) == (3, False, False)


def test_nine_seats_with_five_elected_make_a_committee():
    assert json.loads(files("18-nine-seats-five-elected")["result.json"])["items"][0]["formed"] is True
