"""The smallest takeovers a test can have."""

from datetime import timedelta

from linli.domains.takeover import operations
from linli.domains.takeover.operations import Terms
from linli.domains.takeover.rules import Cause
from linli.kernel.times import day_of
from linli.platform import clock
from tests.factories import places


def standby(estate, actor, *, company=None):
    """A state-owned company that the estate's county has named."""
    company = company or places.company()
    operations.name_company(
        actor=actor,
        county_id=estate.county_id,
        company_id=company.id,
        basis="县政府办〔2026〕12 号",
        now=clock.now(),
    )
    return company


def terms(company, **other):
    today = day_of(clock.now())
    return Terms(
        **{
            "company_id": company.id,
            "cause": Cause.WITHDREW,
            "cause_words": "原物业 2 月 28 日撤出，两次选聘没有公司报名。",
            "since_on": today,
            "until_on": today + timedelta(days=180),
            "services": "保洁、秩序维护、公共设施小修",
            "fee_mfen": 60_000,
            "aid_fen": 500_000,
        }
        | other
    )


def proposed(estate, company, actor, **other):
    return operations.propose(
        actor=actor, estate_id=estate.id, terms=terms(company, **other), now=clock.now()
    )


def running(estate, company, proposer, approver, **other):
    made = proposed(estate, company, proposer, **other)
    return operations.approve(actor=approver, takeover=made, words="同意", now=clock.now())
