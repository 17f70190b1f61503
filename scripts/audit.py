"""Asks for known vulnerabilities in the locked libraries; exceptions are written down and end by a date.

`scripts/audit_exceptions.toml` holds them: `[[exception]]` with `id`, `until` (a date) and `reason`.
"""

import subprocess
import sys
import tomllib
from datetime import UTC, date, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
EXCEPTIONS = Path(__file__).with_name("audit_exceptions.toml")


def main() -> int:
    exceptions = tomllib.loads(EXCEPTIONS.read_text(encoding="utf-8")).get("exception", [])
    today = datetime.now(UTC).date()
    ended = [one for one in exceptions if _until(one) < today]
    for one in ended:
        print(f"audit: the exception for {one['id']} ended on {one['until']}: {one['reason']}")
    command = [
        sys.executable,
        "-m",
        "pip_audit",
        "--require-hashes",
        "--disable-pip",
        "--progress-spinner=off",
        "--strict",
    ]
    command += ["--requirement", str(ROOT / "requirements.txt")]
    for one in exceptions:
        if one not in ended:
            command += ["--ignore-vuln", one["id"]]
    return subprocess.run(command, check=False).returncode or (1 if ended else 0)


def _until(exception: dict[str, object]) -> date:
    """The last day an exception holds; it must have a reason too."""
    until = exception["until"]
    if not isinstance(until, date) or not exception.get("reason"):
        sys.exit(f"audit: {EXCEPTIONS.name}: {exception['id']} needs a date `until` and a `reason`")
    return until


if __name__ == "__main__":
    sys.exit(main())
