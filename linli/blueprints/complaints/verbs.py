"""What is done to a complaint, each deed named once for the API and for the pages."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from linli.blueprints.complaints import schemas
from linli.domains.complaints import operations
from linli.domains.complaints.models import Complaint
from linli.domains.complaints.permissions import Act
from linli.kernel.actors import Actor
from linli.platform.web import In

Body = dict[str, Any]
Do = Callable[[Actor, Complaint, Body, datetime], object]


@dataclass(frozen=True, slots=True)
class Verb:
    """A deed: its word in addresses, who may, what it brings, what it does, and whether it is the complainant's."""

    word: str
    act: Act
    summary: str
    brings: type[In]
    do: Do
    own: bool = False

    @property
    def name(self) -> str:
        """The word as a name of a function."""
        return f"take_{self.word}"


VERBS = (
    Verb("forwarding", Act.FORWARD, "请物业说明情况，只给它看社区写的话", schemas.QuestionIn,
         lambda a, c, body, now: operations.forward(actor=a, complaint=c, words=body["question"], now=now)),
    Verb("extension", Act.EXTEND, "延长一次期限，要写原因", schemas.ReasonIn,
         lambda a, c, body, now: operations.extend(actor=a, complaint=c, now=now, **body)),
    Verb("answer", Act.ANSWER, "社区答复", schemas.WordsIn,
         lambda a, c, body, now: operations.answer(actor=a, complaint=c, now=now, **body)),
    Verb("review", Act.REVIEW, "街道复核后的答复", schemas.WordsIn,
         lambda a, c, body, now: operations.review(actor=a, complaint=c, now=now, **body)),
    Verb("rating", Act.RATE, "满意，或者不满意和原因", schemas.RateIn,
         lambda a, c, body, now: operations.rate(actor=a, complaint=c, now=now, **body), own=True),
    Verb("escalation", Act.ESCALATE, "请街道复核", schemas.ReasonIn,
         lambda a, c, body, now: operations.escalate(actor=a, complaint=c, now=now, **body), own=True),
    Verb("withdrawal", Act.WITHDRAW, "撤回投诉", schemas.MaybeReasonIn,
         lambda a, c, body, now: operations.withdraw(actor=a, complaint=c, now=now, **body), own=True),
)  # fmt: skip
