"""What the clock writes to members: a task of their department falls due soon, or is overdue."""

from datetime import datetime, timedelta

from sqlalchemy import select

from linli.domains.taskforces import queries
from linli.domains.taskforces.models import ForceTask, TaskForce
from linli.domains.taskforces.ports import Letters
from linli.domains.taskforces.rules import State
from linli.kernel.times import day_of
from linli.platform.db import db
from linli.platform.ports import use

AHEAD = timedelta(days=3)


def write_letters(*, now: datetime) -> int:
    """Each task once when three days are left, and once when its day has passed, to its department's members and to
    the office; how many letters that makes. Told again, nobody is told twice.
    """
    today = day_of(now)
    rows = db.session.execute(
        select(ForceTask, TaskForce)
        .join(TaskForce, TaskForce.id == ForceTask.force_id)
        .where(
            TaskForce.state == State.AT_WORK, ForceTask.done_on.is_(None), ForceTask.due_on <= today + AHEAD
        )
        .order_by(ForceTask.id)
    ).all()
    members = queries.accounts_of_many([force.id for _, force in rows], on=today)
    for task, force in rows:
        letter = "task_late" if task.due_on < today else "task_due"
        use(Letters).write(
            account_ids=members.of(force.id, task.department), letter=letter, about=f"force_{letter}:{task.id}",
            blanks={"force_id": str(force.id), "title": task.title, "due": f"{task.due_on:%Y-%m-%d}"}, now=now,
        )  # fmt: skip
    return len(rows)
