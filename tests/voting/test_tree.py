"""The tree over all ballots: its root and paths as the format says, worked out in little memory."""

import tracemalloc

from hypothesis import given, settings
from hypothesis import strategies as st

from linli.domains.voting.rules import chain


def by_levels(leaves):
    """The root as docs/vote-bundle.md says it, storey by storey."""
    level = list(leaves)
    while len(level) > 1:
        pairs = [chain.sha256(f"{a}\n{b}".encode()) for a, b in zip(level[::2], level[1::2], strict=False)]
        level = pairs + ([level[-1]] if len(level) % 2 else [])
    return level[0] if level else chain.START


def leaf(number):
    return chain.sha256(str(number).encode())


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 70))
def test_root_and_every_path_agree_with_the_storeys(size):
    leaves = [leaf(number) for number in range(size)]
    assert chain.root(iter(leaves)) == by_levels(leaves)
    for seq, mine in enumerate(leaves, 1):
        assert chain.climb(mine, chain.path(iter(leaves), seq)) == chain.root(leaves)


def test_the_root_of_a_hundred_thousand_ballots_takes_little_memory():
    chain.root(leaf(number) for number in range(10))
    tracemalloc.start()
    try:
        made = chain.root(leaf(number) for number in range(100_000))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 100_000  # bytes: less than one a ballot
    assert len(made) == 64
