"""Prepared cases beside the published ones: what was cast, and the figures that were worked out by hand.

`python -m tests.voting.prepared` writes the bundles into vectors/ again, unsigned like the published ones.
"""

from datetime import timedelta

from linli.domains.voting.rules.counting import Voter
from tests.voting import votes


def _clause():
    """Silence follows: V1–V5 for, V6 against; V7, V8 got their ballot, V9 did not."""
    voters = [Voter(f"V{n}", 10000, delivered=n != 9) for n in range(1, 10)]
    asked = votes.question(uncast="delivered_follows_majority")
    return asked, voters, votes.said(*["for"] * 5, "against")


def _conflict(rule):
    """Six vote online; V1 and V2 also on paper against: V1's paper came before, V2's after."""
    online = [votes.ballot(f"V{n}", {"1": "for"}, minute=100) for n in range(1, 7)]
    papers = [
        votes.ballot(f"V{n}", {"1": "against"}, channel="paper", minute=m) for n, m in [(1, 50), (2, 150)]
    ]
    return votes.question(conflict=rule), votes.roll(*[10000] * 9), [*online, *papers]


def _changed(rule):
    """V1 says for, against, abstain in turn; five others are for."""
    turns = [
        votes.ballot("V1", {"1": side}, minute=n) for n, side in enumerate(["for", "against", "abstain"], 1)
    ]
    return (
        votes.question(ballot_change=rule),
        votes.roll(*[10000] * 9),
        [*turns, *votes.said(None, *["for"] * 5)],
    )


def _void():
    """Before the opening, at the opening, a second before the close, at the close, and a stranger."""
    moments = [
        votes.OPENS - timedelta(seconds=1),
        votes.OPENS,
        votes.CLOSES - timedelta(seconds=1),
        votes.CLOSES,
    ]
    ballots = [votes.ballot(f"V{n}", {"1": "for"}, at=at) for n, at in enumerate(moments, 1)]
    return votes.question(), votes.roll(*[10000] * 4), [*ballots, votes.ballot("X1", {"1": "for"})]


def _independent():
    """Six of nine take part in the first item; three of them marked too many names in the second."""
    asked = votes.question(
        votes.resolution("1"), votes.election(["c1", "c2"], seats=1, item_id="2"), legal_min_members=1
    )
    ballots = [
        votes.ballot(f"V{n}", {"1": "for", "2": ["c1", "c2"][: 1 if n < 4 else 2]}, channel="paper")
        for n in range(1, 7)
    ]
    return asked, votes.roll(*[10000] * 9), ballots


def _formed():
    """Nine seats, five who pass."""
    names = [f"c{n}" for n in range(1, 6)]
    ballots = [votes.ballot(f"V{n}", {"1": names}) for n in range(1, 7)]
    return votes.question(votes.election(names, seats=9, item_id="1")), votes.roll(*[10000] * 9), ballots


def _even():
    """All four pass; of an even number the last, by the order of vote.json among equals, becomes an alternate."""
    marks = [10, 9, 8, 8]
    asked = votes.question(
        votes.election(["c1", "c2", "c3", "c4"], seats=4, alternates=2, item_id="1"),
        keep_odd=True,
        legal_min_members=1,
    )
    ballots = [
        votes.ballot(f"V{n}", {"1": [f"c{c}" for c, got in enumerate(marks, 1) if n <= got]})
        for n in range(1, 11)
    ]
    return asked, votes.roll(*[10000] * 10), ballots


def _shares():
    """Two of three; a has 8 of 10 heads and 60 % of the area, b 7 heads and 94 %: b has the larger sum."""
    areas = [2000, 2000, 2000, 2000, 800, 400, 200, 200, 200, 200]
    lists = [["b", "c"]] * 2 + [["a", "b"]] * 5 + [["a", "c"]] * 3
    asked = votes.question(
        votes.election(["a", "b", "c"], seats=2, item_id="1"),
        rank_by="sum_of_shares",
        keep_odd=True,
        legal_min_members=1,
    )
    ballots = [votes.ballot(f"V{n}", {"1": names}) for n, names in enumerate(lists, 1)]
    return asked, votes.roll(*areas), ballots


def _blank():
    """Paper left blank abstains; a third of the heads stay away."""
    ballots = [
        *votes.said("for", "for", "for"),
        *[votes.ballot(f"V{n}", {}, channel="paper") for n in (4, 5, 6)],
    ]
    return votes.question(), votes.roll(*[10000] * 9), ballots


CASES = {
    "09-silence-follows-by-clause": _clause(),
    "12-paper-and-online-online-wins": _conflict("online_wins"),
    "12-paper-and-online-first-wins": _conflict("first_wins"),
    "12-paper-and-online-paper-wins": _conflict("paper_wins"),
    "15-final-keeps-the-first": _changed("final"),
    "15-last-wins": _changed("last_wins"),
    "16-void-ballots-stay": _void(),
    "18-nine-seats-five-elected": _formed(),
    "19-sum-of-shares-ranks": _shares(),
    "20-items-are-independent": _independent(),
    "21-blank-paper-abstains": _blank(),
    "22-even-becomes-odd": _even(),
}


def sides(for_, against, abstain, followed=0, *, quorum, passed):
    """A resolution's figures where every voter has 100.00 ㎡."""
    weight = lambda heads: {"heads": heads, "area": heads * 10000}  # noqa: E731
    return {
        "participating": weight(for_ + against + abstain),
        "for": weight(for_),
        "against": weight(against),
        "abstain": weight(abstain),
        "followed": weight(followed),
        "quorum": quorum,
        "passed": passed,
    }


# What each case comes to, by hand: (first item's figures, ballots received, void, superseded, effective).
EXPECTED = {
    "09-silence-follows-by-clause": (sides(7, 1, 0, 2, quorum=True, passed=True), (6, 0, 0, 6)),
    "12-paper-and-online-online-wins": (sides(6, 0, 0, quorum=True, passed=True), (8, 0, 2, 6)),
    "12-paper-and-online-first-wins": (sides(5, 1, 0, quorum=True, passed=True), (8, 0, 2, 6)),
    "12-paper-and-online-paper-wins": (sides(4, 2, 0, quorum=True, passed=True), (8, 0, 2, 6)),
    "15-final-keeps-the-first": (sides(6, 0, 0, quorum=True, passed=True), (8, 0, 2, 6)),
    "15-last-wins": (sides(5, 0, 1, quorum=True, passed=True), (8, 0, 2, 6)),
    "16-void-ballots-stay": (sides(2, 0, 0, quorum=False, passed=False), (5, 3, 0, 2)),
    "18-nine-seats-five-elected": (["elected"] * 5, (6, 0, 0, 6)),
    "19-sum-of-shares-ranks": (["alternate", "elected", "not_elected"], (10, 0, 0, 10)),
    "20-items-are-independent": (sides(6, 0, 0, quorum=True, passed=True), (6, 0, 0, 6)),
    "21-blank-paper-abstains": (sides(3, 0, 3, quorum=True, passed=False), (6, 0, 0, 6)),
    "22-even-becomes-odd": (["elected", "elected", "elected", "alternate"], (10, 0, 0, 10)),
}

if __name__ == "__main__":
    for name, case in CASES.items():
        (votes.VECTORS / f"{name}.zip").write_bytes(votes.packed(*case, key=None))
