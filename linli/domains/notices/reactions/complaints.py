"""What people hear of complaints about the company: the complainant how it goes on, the company that it is asked."""

from linli.domains.complaints import queries as complaints
from linli.domains.complaints.events import ComplaintMoved, StatementAsked
from linli.domains.notices.operations import messages
from linli.domains.notices.rules import Kind
from linli.domains.people.queries import staff
from linli.kernel.actors import Role
from linli.kernel.times import day_of


def tell_complainant(event: ComplaintMoved) -> None:
    """The complainant hears that there is more time needed, or an answer."""
    messages.tell(
        account_ids=[event.account_id],
        kind=Kind.TICKET,
        template=f"complaint_{event.news}",
        about=f"complaint:{event.complaint_id}:{event.news}",
        params={"estate_id": str(event.estate_id), "complaint_id": str(event.complaint_id)},
        estate_id=event.estate_id,
        now=event.at,
    )


def ask_company(event: StatementAsked) -> None:
    """The manager and the heads of the company hear that they are asked, and not by whom."""
    if event.estate_id is None:
        return
    statement = complaints.statement(estate_id=event.estate_id, statement_id=event.statement_id)
    people = staff.staff_of(
        event.estate_id,
        roles=(Role.PROPERTY_MANAGER, Role.COMPANY_HEAD),
        on=day_of(event.at),
        now=event.at,
    )
    messages.tell(
        account_ids=[one.account_id for one in people],
        kind=Kind.TICKET,
        template="statement_asked",
        about=f"company_statement:{statement.id}",
        params={"estate_id": str(event.estate_id), "statement_id": str(statement.id)},
        estate_id=event.estate_id,
        now=event.at,
    )
