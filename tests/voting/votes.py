"""Votes for tests: small ones by hand and random ones, counted by the engine and packed as bundles."""

import base64
import io
import json
import zipfile
from datetime import datetime, timedelta
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import strategies as st

from linli.domains.voting.rules import bundle, chain
from linli.domains.voting.rules.counting import (
    CastBallot,
    Channel,
    Item,
    ItemKind,
    Question,
    Voter,
    count_votes,
)
from linli.domains.voting.rules.estate_rules import BallotChange, Conflict, RankBy, Uncast, VotingRules
from linli.domains.voting.rules.matters import Threshold
from linli.verify import checking

OPENS, CLOSES = (
    datetime.fromisoformat("2026-03-01T09:00:00+08:00"),
    datetime.fromisoformat("2026-03-11T18:00:00+08:00"),
)
VECTORS = Path(__file__).parent / "vectors"
PARTS = ("vote.json", "roll.csv", "ballots.jsonl", "result.json")


class Key:
    """An Ed25519 key as the writer of bundles wants it."""

    def __init__(self, seed=b"k" * 32):
        self._key = Ed25519PrivateKey.from_private_bytes(seed)

    def public_key(self):
        return self._key.public_key().public_bytes_raw()

    def sign(self, content):
        return self._key.sign(content)


KEY = Key()


def resolution(item_id="1", threshold=Threshold.ORDINARY, *, follow=False):
    return Item(item_id, ItemKind.RESOLUTION, threshold, follow_majority=follow)


def election(names, *, seats, alternates=0, item_id="e"):
    return Item(
        item_id,
        ItemKind.ELECTION,
        Threshold.ORDINARY,
        seats=seats,
        alternates=alternates,
        candidates=tuple(names),
    )


def question(*items, **rules):
    """A vote of these items (or one ordinary resolution) by the estate's rules; a clause is adopted."""
    decided = VotingRules.of_setting({"clause": "第十二条"} | rules)
    return Question(items or (resolution(),), OPENS, CLOSES, decided)


def roll(*areas, delivered=True):
    """V1, V2, …, one for each area."""
    return [Voter(f"V{number}", area, delivered) for number, area in enumerate(areas, 1)]


def ballot(voter, choices, *, channel=Channel.ONLINE, minute=60, at=None):
    """A ballot without its place in the order; `minute` counts from the opening."""
    return {
        "voter_no": voter,
        "channel": channel,
        "cast_at": at or OPENS + timedelta(minutes=minute),
        "choices": choices,
    }


def said(*choices, item_id="1"):
    """V1, V2, … each with a choice; None: silent."""
    return [ballot(f"V{number}", {item_id: what}) for number, what in enumerate(choices, 1) if what]


def in_order(ballots):
    return [CastBallot(seq=seq, **one) for seq, one in enumerate(ballots, 1)]


def lines(ballots):
    """The chained lines of these ballots."""
    prev, done = chain.START, []
    for seq, one in enumerate(ballots, 1):
        done.append(
            chain.chained(
                seq=seq,
                prev=prev,
                voter_no=one["voter_no"],
                channel=one["channel"],
                cast_at=bundle.moment(one["cast_at"]),
                choices=one["choices"],
            )
        )
        prev = done[-1]["hash"]
    return done


def count(asked, voters, ballots):
    """The engine's result."""
    chained = lines(ballots)
    return count_votes(
        asked, voters, in_order(ballots), last_hash=chained[-1]["hash"] if chained else chain.START
    )


def item_of(asked, voters, ballots, place=0):
    return count(asked, voters, ballots)["items"][place]


def vote_json(asked):
    return {
        "format": bundle.FORMAT,
        "vote_id": "v-1",
        "estate": "示例小区",
        "title": "业主大会",
        "opens_at": bundle.moment(asked.opens_at),
        "closes_at": bundle.moment(asked.closes_at),
        "rules": asked.rules.published(),
        "items": [_item_json(item) for item in asked.items],
    }


def _item_json(item):
    common = {"item_id": item.item_id, "kind": item.kind, "title": "事项", "threshold": item.threshold}
    if item.kind is ItemKind.RESOLUTION:
        return common | {"matter": "other", "follow_majority": item.follow_majority}
    names = [{"candidate_id": name, "name": name} for name in item.candidates]
    return common | {
        "matter": "elect_committee",
        "seats": item.seats,
        "alternates": item.alternates,
        "candidates": names,
    }


def packed(asked, voters, ballots, *, key=KEY):
    """The bundle as the application writes it."""
    return bundle.pack(
        vote=vote_json(asked),
        roll=voters,
        lines=lines(ballots),
        result=count(asked, voters, ballots),
        signature=key,
    )


def parts(content):
    """The files of a zip by name."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def zipped(files):
    """A zip of these files, exactly as given."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


def resigned(files, key=KEY):
    """The files with a manifest that fits them and a signature that fits the manifest: a forger with a key."""
    listed = {
        "format": bundle.FORMAT,
        "files": {name: chain.sha256(files[name]) for name in PARTS if name in files},
    }
    signature = base64.b64encode(key.sign(chain.canonical(listed))).decode()
    manifest = listed | {
        "public_key": base64.b64encode(key.public_key()).decode(),
        "signature": signature,
    }
    return files | {"manifest.json": json.dumps(manifest).encode()}


def check(content, folder, *, allow_unsigned=False):
    """The recounter's report on a bundle."""
    path = folder / "bundle.zip"
    path.write_bytes(content)
    return checking.check(checking.read(str(path)), allow_unsigned=allow_unsigned)


# -------------------------------------------------------------------------------------------- random votes

AREAS = st.sampled_from([1, 100, 5000, 10000, 10001]) | st.integers(1, 30000)
SIDES = ["for", "for", "for", "against", "abstain", "follow_majority"]
RULES = st.builds(
    VotingRules,
    ballot_change=st.sampled_from(BallotChange),
    conflict=st.sampled_from(Conflict),
    uncast=st.sampled_from(Uncast),
    rank_by=st.sampled_from(RankBy),
    legal_min_members=st.integers(1, 5),
    keep_odd=st.booleans(),
)


@st.composite
def items(draw):
    """One to three items of either kind."""
    made = []
    for number in range(draw(st.integers(1, 3))):
        if draw(st.booleans()):
            threshold = draw(st.sampled_from(Threshold))
            made.append(resolution(str(number), threshold, follow=draw(st.booleans())))
        else:
            names = [f"c{n}" for n in range(draw(st.integers(1, 7)))]
            seats, alternates = draw(st.integers(1, 5)), draw(st.integers(0, 3))
            made.append(election(names, seats=seats, alternates=alternates, item_id=str(number)))
    return tuple(made)


@st.composite
def choices(draw, asked_items, *, blank):
    """What one ballot says; on paper some items may be left blank, and too many names marked."""
    found = {}
    for item in asked_items:
        if blank and draw(st.integers(0, 4)) == 0:
            continue
        if item.kind is ItemKind.RESOLUTION:
            found[item.item_id] = draw(st.sampled_from(SIDES if item.follow_majority else SIDES[:-1]))
        else:
            found[item.item_id] = draw(st.lists(st.sampled_from(item.candidates), unique=True))
    return found


@st.composite
def random_votes(draw):
    """A vote with equal or unequal areas, repeats, strangers, late ballots and blanks."""
    asked = Question(draw(items()), OPENS, CLOSES, draw(RULES))
    size = draw(st.integers(1, 12))
    areas = draw(st.sampled_from([[10000] * size]) | st.lists(AREAS, min_size=size, max_size=size))
    voters = [Voter(f"V{n}", area, draw(st.booleans())) for n, area in enumerate(areas, 1)]
    whole = int((CLOSES - OPENS).total_seconds())
    moments = st.sampled_from([0, whole - 1, whole, -1]) | st.integers(0, whole - 1)
    ballots = []
    for _ in range(draw(st.integers(0, size + 4))):
        voter = draw(st.integers(1, size + 1))
        channel = draw(st.sampled_from(Channel))
        chosen = draw(choices(asked.items, blank=channel is Channel.PAPER))
        at = OPENS + timedelta(seconds=draw(moments))
        ballots.append(ballot(f"V{voter}", chosen, channel=channel, at=at))
    return asked, voters, ballots
