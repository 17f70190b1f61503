"""Task forces on the clock: each morning members hear which tasks of theirs fall due or are overdue."""

from datetime import datetime

from linli.domains.taskforces.operations.letters import write_letters
from linli.platform.jobs import job
from linli.platform.transactions import transaction


@job("taskforces.letters", at="08:05")
def letters(*, now: datetime) -> None:
    """One letter a task and stage, never the same twice."""
    with transaction():
        write_letters(now=now)
