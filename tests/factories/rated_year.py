"""A year of 322 estates with the shape that was published: 98 rose, the classes moved by +16, +34 and -50."""

import uuid

from linli.domains.rating.rules.prizes import Standing

KINDS = {5: "示范引领型", 4: "良性发展型", 3: "良性发展型", 2: "托底维持型", 1: "托底维持型"}
# How many estates went from one star to another: 322 in all, 98 of them upward.
MOVES = (
    (5, 5, 16), (5, 4, 4), (4, 5, 20), (4, 4, 40), (3, 4, 18), (3, 3, 70), (3, 2, 2),
    (2, 4, 16), (2, 3, 36), (2, 2, 40), (1, 2, 8), (1, 1, 52),
)  # fmt: skip


def published():
    """The standings, each of an estate with a made-up id."""
    made = [(before, after) for before, after, count in MOVES for _ in range(count)]
    return [
        Standing(uuid.UUID(int=number), before, after) for number, (before, after) in enumerate(made, start=1)
    ]
