"""Every night, what is over its term goes: which room's verb removes what config/retention.yml lists."""

from datetime import datetime

from linli.domains.deliberation.operations import forgetting as deliberation
from linli.domains.governance.operations import forgetting as governance
from linli.domains.notices.operations import forgetting as notices
from linli.domains.people.operations import forgetting as people
from linli.domains.reputation.operations import forgetting as reputation
from linli.domains.satisfaction.operations import forgetting as satisfaction
from linli.domains.surveys.operations import forgetting as surveys
from linli.domains.tickets.operations import forgetting as tickets
from linli.platform import retention
from linli.platform.jobs import job

for _name, _do in {
    "login_codes": people.login_codes,
    "sessions": people.sessions,
    "claim_proofs": people.claim_proofs,
    "refused_claims": people.refused_claims,
    "invitations": people.invitations,
    "register_changes": people.register_changes,
    "messages": notices.messages,
    "code_messages": notices.code_messages,
    "survey_takers": surveys.takers,
    "survey_texts": surveys.withheld_texts,
    "ticket_callers": tickets.callers,
    "ticket_words": tickets.words,
    "rating_marks": tickets.rating_marks,
    "governance_words": governance.sent_words,
    "topic_reads": deliberation.reads,
    "digests": deliberation.digests,
    "satisfaction_takers": satisfaction.takers,
    "credit_items": reputation.items,
}.items():
    retention.rule(_name)(_do)


@job("platform.retention", at="03:50")
def remove_what_is_over(*, now: datetime) -> None:
    """Remove what is over its term, and write down how much it was."""
    retention.run(now=now)
