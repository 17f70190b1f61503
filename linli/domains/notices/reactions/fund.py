"""What the people of a repair's scope hear when it is settled."""

from linli.domains.fund import queries as fund
from linli.domains.fund.events import FundSettled
from linli.domains.notices.operations import messages
from linli.domains.notices.rules import Kind
from linli.domains.people.queries import register
from linli.kernel.times import day_of


def tell_settled(event: FundSettled) -> None:
    """Everybody with a share hears that plan and settlement can be read side by side."""
    assert event.estate_id is not None
    project = fund.project(estate_id=event.estate_id, fund_project_id=event.project_id)
    units = [one.unit_id for one in fund.shares(project)]
    messages.tell(
        account_ids=register.accounts_of_units(event.estate_id, units, on=day_of(event.at)),
        kind=Kind.ANNOUNCEMENT,
        template="fund_settled",
        about=f"fund:{event.project_id}",
        params={"estate_id": str(event.estate_id), "project_id": str(event.project_id)},
        estate_id=event.estate_id,
        now=event.at,
    )
