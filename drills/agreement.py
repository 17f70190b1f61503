"""1,000 random votes: the recounter, from the bundle's bytes, comes to what the application counted (check D-15).

LINLI_DRILL_VOTES (1000) sets how many; the seed is printed, LINLI_DRILL_SEED repeats a run.
"""

import os
import random
import sys
from collections import Counter

from hypothesis import HealthCheck, Phase, given, seed, settings

from drills._box import verdict
from drills._house import say
from linli.verify import counting, reading
from tests.voting import votes

VOTES = min(100_000, int(os.environ.get("LINLI_DRILL_VOTES") or 1_000))
SEED = int(os.environ.get("LINLI_DRILL_SEED") or random.randrange(10**9))


def main():
    seen, differ = Counter(), []

    @seed(SEED)
    @settings(
        max_examples=VOTES, deadline=None, database=None, phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(made=votes.random_votes())
    def compare(made):
        counted, recounted = twice(made)
        tell(seen, counted)
        if counted != recounted:
            differ.append((counted, recounted))

    compare()
    say(f"seed {SEED}; {dict(sorted(seen.items()))}")
    return report(seen, [f"counted {one}, recounted {other}" for one, other in differ[:5]])


def twice(made):
    """What the application counted, and what the recounter did from the bundle it wrote."""
    asked, voters, ballots = made
    files = votes.parts(votes.packed(asked, voters, ballots, key=None))
    read = [reading.vote(files["vote.json"]), reading.roll(files["roll.csv"])]
    recounted = counting.recount(*read, list(reading.ballots(files["ballots.jsonl"])))
    return votes.count(asked, voters, ballots), recounted


def tell(seen, counted):
    """Note what kinds of outcome came up."""
    seen["votes"] += 1
    for item in counted["items"]:
        if "passed" in item:
            seen["passed" if item["passed"] else "not passed"] += 1
        else:
            seen["elections"] += 1
        seen["quorum" if item.get("quorum") else "no quorum"] += 1
    for name in ("void", "superseded"):
        seen[f"with {name} ballots"] += counted["ballots"][name] > 0


def report(seen, faults):
    """All outcomes must have come up."""
    wanted = {
        "passed",
        "not passed",
        "elections",
        "quorum",
        "no quorum",
        "with void ballots",
        "with superseded ballots",
    }
    say(f"{seen['votes']} votes counted twice, {len(faults)} differ")
    missing = sorted(name for name in wanted if not seen[name])
    return verdict(
        faults, proves=seen["votes"] >= VOTES * 0.9 and not missing, why=f"never came up: {missing}"
    )


if __name__ == "__main__":
    sys.exit(main())
