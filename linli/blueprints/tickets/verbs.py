"""The steps that people take, each named once for the API and for the console."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from linli.blueprints.tickets import schemas
from linli.domains.tickets.models import Ticket
from linli.domains.tickets.operations import handling, reporting
from linli.domains.tickets.permissions import Act
from linli.domains.tickets.rules.routing import Stage
from linli.kernel.actors import Actor
from linli.platform.web import In

Body = dict[str, Any]
Do = Callable[[Actor, Ticket, Body, datetime], Ticket]


@dataclass(frozen=True, slots=True)
class Verb:
    """A step: its word in addresses, who may, what it brings as JSON and as a form, and what it does."""

    word: str
    act: Act
    summary: str
    do: Do
    brings: type[In] | None = None
    form: type[In] | None = None

    @property
    def name(self) -> str:
        """The word as a name of a function."""
        return f"{self.word.replace('-', '_')}_ticket"

    @property
    def with_files(self) -> bool:
        """Whether its form carries photos."""
        return self.form is not None and "photos" in self.form().fields


VERBS: tuple[Verb, ...] = (
    Verb("accept", Act.ACCEPT, "受理", lambda a, t, _, now: handling.accept(actor=a, ticket=t, now=now)),
    Verb(
        "reject",
        Act.REJECT,
        "不予受理，写明原因",
        lambda a, t, body, now: handling.reject(actor=a, ticket=t, now=now, **body),
        schemas.ReasonIn,
        schemas.ReasonIn,
    ),
    Verb(
        "merge",
        Act.MERGE,
        "并入同一件事的另一件报事",
        lambda a, t, body, now: handling.merge(actor=a, ticket=t, now=now, **body),
        schemas.MergeIn,
        schemas.MergeIn,
    ),
    Verb(
        "withdraw",
        Act.WITHDRAW,
        "报事人撤回还没受理的报事",
        lambda a, t, body, now: reporting.withdraw(actor=a, ticket=t, now=now, **body),
        schemas.WithdrawIn,
        schemas.WithdrawIn,
    ),
    Verb(
        "assign",
        Act.ASSIGN,
        "派给一个人，未受理的同时受理",
        lambda a, t, body, now: handling.assign(actor=a, ticket=t, now=now, **body),
        schemas.AssignIn,
        schemas.AssignIn,
    ),
    Verb("sign", Act.SIGN, "接单", lambda a, t, _, now: handling.sign(actor=a, ticket=t, now=now)),
    Verb(
        "request-return",
        Act.REQUEST_RETURN,
        "申请退回，写明理由",
        lambda a, t, body, now: handling.request_return(actor=a, ticket=t, now=now, **body),
        schemas.ReasonIn,
        schemas.ReasonIn,
    ),
    Verb(
        "refuse-return",
        Act.REFUSE_RETURN,
        "不同意退回，写明理由",
        lambda a, t, body, now: handling.refuse_return(actor=a, ticket=t, now=now, **body),
        schemas.ReasonIn,
        schemas.ReasonIn,
    ),
    Verb(
        "start",
        Act.START,
        "到场开始处理",
        lambda a, t, body, now: handling.start(actor=a, ticket=t, photos=body.get("photos", ()), now=now),
        form=schemas.StartForm,
    ),
    Verb(
        "finish",
        Act.FINISH,
        "处理完成，写明结果；要求处理后照片的类别先上传照片",
        lambda a, t, body, now: handling.finish(actor=a, ticket=t, now=now, **body),
        schemas.FinishIn,
        schemas.FinishForm,
    ),
    Verb(
        "send-back",
        Act.SEND_BACK,
        "核查没通过，退回继续处理",
        lambda a, t, body, now: handling.send_back(actor=a, ticket=t, now=now, **body),
        schemas.ReasonIn,
        schemas.ReasonIn,
    ),
    Verb(
        "feed-back",
        Act.FEED_BACK,
        "核查通过，请报事人评价",
        lambda a, t, body, now: handling.feed_back(actor=a, ticket=t, now=now, **body),
        schemas.WordsIn,
        schemas.WordsIn,
    ),
    Verb(
        "note",
        Act.NOTE,
        "内部备注，报事人看不到",
        lambda a, t, body, now: handling.note(actor=a, ticket=t, now=now, **body),
        schemas.NoteIn,
        schemas.NoteIn,
    ),
    Verb(
        "urge", Act.URGE, "催办，一天计一次", lambda a, t, _, now: reporting.urge(actor=a, ticket=t, now=now)
    ),
)


def add_photos(actor: Actor, ticket: Ticket, body: Body, now: datetime) -> Ticket:
    """Put photos to a ticket."""
    return reporting.add_photos(
        actor=actor, ticket=ticket, photos=body["photos"], stage=Stage(body["stage"]), now=now
    )


PHOTOS = Verb(
    "photos", Act.ADD_PHOTOS, "上传照片，一次最多 9 张", add_photos, schemas.PhotosIn, schemas.PhotosIn
)
