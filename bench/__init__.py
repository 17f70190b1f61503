"""Benchmarks: each measures linli beside a limit or a peer, in turn in the same run (A B A B …).

An absolute time says nothing on a shared machine; the ratio of two medians of one run does. A benchmark
is a generator of pairs, in a file of this folder:

    @benchmark(name="ballot_cast", unit="1/s", limit_is="pgbench, same transaction, same run")
    def ballot_cast() -> Pairs:
        with world() as (cast, pgbench):
            yield from in_turn(lambda: rate(cast), lambda: rate(pgbench))
"""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

Pairs = Iterator[tuple[float, float]]
RUNS = 5


@dataclass(frozen=True, slots=True)
class Benchmark:
    """One thing measured: its name in the results, its unit, and what it is held against."""

    name: str
    unit: str
    limit_is: str
    pairs: Callable[[], Pairs]


REGISTRY: dict[str, Benchmark] = {}


def benchmark(*, name: str, unit: str, limit_is: str) -> Callable[[Callable[[], Pairs]], Callable[[], Pairs]]:
    """Register a generator of (value, limit) pairs, both in `unit`."""

    def register(pairs: Callable[[], Pairs]) -> Callable[[], Pairs]:
        if name in REGISTRY:
            raise ValueError(f"two benchmarks are called {name}")
        REGISTRY[name] = Benchmark(name, unit, limit_is, pairs)
        return pairs

    return register


def in_turn(
    value: Callable[[], float], limit: Callable[[], float], *, runs: int = RUNS, warm: bool = True
) -> Pairs:
    """Measure the two alternately, so that a busy minute of the machine hits both; one round first to warm up."""
    if warm:
        value(), limit()
    for _ in range(runs):
        yield value(), limit()


def seconds(act: Callable[[], object]) -> float:
    """How long one act takes."""
    started = time.perf_counter()
    act()
    return time.perf_counter() - started


def rate(act: Callable[[], object], *, for_seconds: float = 2.0) -> float:
    """How often a second an act can be done, one after the other."""
    started = time.perf_counter()
    done = 0
    while (passed := time.perf_counter() - started) < for_seconds:
        act()
        done += 1
    return done / passed
