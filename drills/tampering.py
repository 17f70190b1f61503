"""Tampered bundles, a table of kinds: `linli verify`, a process of its own, refuses each by the step and the row.

The forger of the first half has a key and signs again; that of the second half has none (check D-16).
"""

import subprocess
import sys
import tempfile
from pathlib import Path

from drills._box import verdict
from drills._house import ROOT, say
from tests.voting import votes
from tests.voting.test_tampering import SIGNED_AGAIN, genuine

LEAST = 30


def main():
    with tempfile.TemporaryDirectory() as folder:
        bundle = Path(folder, "bundle.zip")
        status, said = verified(bundle, genuine())
        faults = [] if status == 0 else [f"the genuine bundle is refused: {said}"]
        rows = [_row(bundle, name) for name in SIGNED_AGAIN]
    say(f"{'what was done':42} {'signed again':42} without a key")
    for name, signed, unsigned, _ in rows:
        say(f"{name:42} {signed:42} {unsigned}")
    return report(rows, faults)


def _row(bundle, name):
    """What is said of one kind of tampering, signed again and not, and whether that is what must be said."""
    edit, word, where = SIGNED_AGAIN[name]
    forged = edit(genuine())
    signed, unsigned = verified(bundle, votes.resigned(forged)), verified(bundle, forged)
    right = signed[0] == 1 and signed[1].startswith(f"{word}: {where}")
    return (
        name,
        _short(signed),
        _short(unsigned),
        right and unsigned[0] == 1 and unsigned[1].startswith("manifest"),
    )


def _short(said):
    return f"{said[0]} {' '.join(said[1].split()[:2])}"


def verified(bundle, files):
    """The exit status and what `linli verify` says; isolated, so that nothing of the application is at hand."""
    bundle.write_bytes(votes.zipped(files))
    program = f"import sys; sys.path.insert(0, {str(ROOT)!r}); from linli.verify import main; sys.exit(main(sys.argv[1:]))"
    ran = subprocess.run(
        [sys.executable, "-I", "-S", "-c", program, str(bundle)], capture_output=True, text=True, check=False
    )
    return ran.returncode, ran.stdout + ran.stderr


def report(rows, faults):
    """At least thirty kinds, each refused by its name."""
    faults = [
        *faults,
        *(f"{name}: {signed}; {unsigned}" for name, signed, unsigned, right in rows if not right),
    ]
    say(
        f"{len(rows)} kinds of tampering, {sum(right for *_, right in rows)} refused by step and row, both ways"
    )
    return verdict(faults, proves=len(rows) >= LEAST, why=f"fewer than {LEAST} kinds")


if __name__ == "__main__":
    sys.exit(main())
