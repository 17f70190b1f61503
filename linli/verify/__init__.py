"""The stand-alone recounter: anyone recounts a vote from its bundle, trusting neither server nor database.

It needs Python 3.11 and nothing else: no other part of linli, no other library. It is on purpose a second
writing of the counting rules, beside linli/domains/voting/rules (docs/decisions/0004).
"""

from collections.abc import Sequence


def main(argv: Sequence[str]) -> int:
    """`linli verify BUNDLE.zip [--allow-unsigned] [--heads FILE] [--json]`.

    0 everything holds, 1 something does not, 2 no bundle.
    """
    from linli.verify.command import run

    return run(list(argv))
