"""What is done to a decoration, each deed named once for the API and for the pages."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from linli.blueprints.decoration import schemas
from linli.blueprints.decoration.shown import look
from linli.domains.decoration import operations
from linli.domains.decoration.models import Decoration
from linli.domains.decoration.permissions import Act
from linli.kernel.actors import Actor
from linli.platform.web import In

Body = dict[str, Any]
Do = Callable[[Actor, Decoration, Body, datetime], object]


@dataclass(frozen=True, slots=True)
class Verb:
    """A deed: its word in addresses, who may, what it brings, what it does, and whether it is the owner's."""

    word: str
    act: Act
    summary: str
    brings: type[In]
    do: Do
    own: bool = False
    files: bool = False

    @property
    def name(self) -> str:
        """The word as a name of a function."""
        return f"take_{self.word}"


VERBS = (
    Verb("acknowledgement", Act.ACKNOWLEDGE, "已书面告知禁止行为，可以开工", schemas.NothingIn,
         lambda a, d, _, now: operations.acknowledge(actor=a, decoration=d, now=now)),
    Verb("visits", Act.VISIT, "登记一次巡查，发现违规自动开工单", schemas.VisitForm,
         lambda a, d, body, now: operations.visit(actor=a, decoration=d, look=look(body), now=now), files=True),
    Verb("closing", Act.CLOSE, "完工验收，办结", schemas.ResultIn,
         lambda a, d, body, now: operations.close(actor=a, decoration=d, now=now, **body)),
    Verb("days", Act.CHANGE, "改完工日期", schemas.EndsOnIn,
         lambda _, d, body, now: operations.prolong(decoration=d, now=now, **body), own=True),
    Verb("cancellation", Act.CHANGE, "不装修了", schemas.NothingIn,
         lambda _, d, __, now: operations.cancel(decoration=d, now=now), own=True),
    Verb("completion", Act.CHANGE, "装修好了，请物业验收", schemas.NothingIn,
         lambda _, d, __, now: operations.finish(decoration=d, now=now), own=True),
)  # fmt: skip
