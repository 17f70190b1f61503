"""What operators and auditors look at to know that the house is in order: how long personal data is kept."""

from flask import render_template

from linli.domains.people.permissions import GRANTS, Act
from linli.kernel.actors import Actor
from linli.platform import retention
from linli.platform.web import Pages, allow

bp = Pages("care_pages", __name__)


@bp.get("/work/retention")
@allow(Act.READ_JOBS, GRANTS)
def show_retention(actor: Actor) -> str:  # noqa: ARG001
    return render_template("work/retention.html", seen=retention.seen())
