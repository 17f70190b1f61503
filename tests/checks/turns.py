"""Many wrong words for many operations: each operation gets some, each word comes to many operations.

What reads a body is the same code for all, so a word need not be said to everybody on every run.
LINLI_THOROUGH=1 says every word to everybody.
"""

import os

THOROUGH = bool(os.environ.get("LINLI_THOROUGH"))


def in_turn(things, at, most):
    """`most` of the things for the operation or field of number `at`, others for the next; all if thorough."""
    things = list(things)
    if THOROUGH or len(things) <= most:
        return things
    start = at * most % len(things)
    return (things + things)[start : start + most]
