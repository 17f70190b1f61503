"""The steps that people take, each named once for the API and for the console."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from linli.blueprints.tickets import desk_schemas as desk_shapes
from linli.blueprints.tickets import loops_schemas as shapes
from linli.blueprints.tickets import needs_schemas, schemas, warranty_schemas
from linli.domains.tickets.models import Ticket
from linli.domains.tickets.operations import (
    cooperating,
    grabbing,
    handling,
    loops,
    needing,
    pacing,
    photos,
    recategorising,
    replies,
    reporting,
    returning,
    splitting,
    warranty,
    watching,
)
from linli.domains.tickets.operations.loops import Dispatch
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


def _dispatch(actor: Actor, ticket: Ticket, body: Body, now: datetime) -> Ticket:
    return loops.dispatch(actor=actor, ticket=ticket, order=Dispatch(**body), now=now)


def _make_part(actor: Actor, ticket: Ticket, body: Body, now: datetime) -> Ticket:
    cooperating.make_part(actor=actor, ticket=ticket, now=now, **body)
    return ticket


def _plain(word: str, act: Act, said: str, do: Callable[..., Ticket], brings: type[In] | None = None) -> Verb:
    """A step whose body is what its operation takes."""
    return Verb(
        word, act, said, lambda a, t, body, now: do(actor=a, ticket=t, now=now, **body), brings, brings
    )


def _redact(actor: Actor, ticket: Ticket, body: Body, now: datetime) -> Ticket:
    return photos.redact(actor=actor, ticket=ticket, fields=body.pop("fields_"), now=now, **body)


BEYOND: tuple[Verb, ...] = (
    Verb(
        "dispatch", Act.DISPATCH, "交部门办理：先乡镇小闭环，上报后县级大闭环", _dispatch,
        shapes.DispatchIn, shapes.DispatchIn,
    ),
    _plain("request-return", Act.REQUEST_RETURN, "申请退回，写明法定理由和单位", returning.request_return, shapes.ReturnIn),
    _plain("refuse-return", Act.REFUSE_RETURN, "不同意退回，写明理由", returning.refuse_return, schemas.ReasonIn),
    _plain("escalate", Act.ESCALATE, "乡镇上报县级，写明理由", loops.escalate, schemas.ReasonIn),
    _plain("consult", Act.CONSULT, "提请会商，写明理由", returning.consult, schemas.ReasonIn),
    _plain("settle", Act.SETTLE, "会商纪要确定牵头单位", returning.settle, shapes.SettleIn),
    _plain("request-extension", Act.REQUEST_EXTENSION, "申请延期", pacing.request_extension, shapes.ExtensionIn),
    _plain("grant-extension", Act.EXTEND, "同意延期", pacing.grant_extension),
    _plain("refuse-extension", Act.REFUSE_EXTENSION, "不同意延期", pacing.refuse_extension, schemas.ReasonIn),
    _plain("request-pause", Act.REQUEST_PAUSE, "申请暂缓，原因从列表选", pacing.request_pause, shapes.PauseIn),
    _plain("grant-pause", Act.PAUSE, "同意暂缓，停表", pacing.grant_pause),
    _plain("refuse-pause", Act.REFUSE_PAUSE, "不同意暂缓", pacing.refuse_pause, schemas.ReasonIn),
    _plain("resume", Act.RESUME, "恢复办理，剩余时间不变", pacing.resume),
    _plain("supervise", Act.SUPERVISE, "挂牌督办，写明理由", watching.put_under, schemas.ReasonIn),
    _plain("split", Act.SPLIT, "把另一件事连同照片分成一件新的报事", splitting.split, shapes.SplitIn),
    Verb(
        "redact-photo", Act.REDACT_PHOTO, "遮挡照片的一部分，或移除照片，写明原因", _redact,
        shapes.RedactIn, shapes.RedactIn,
    ),
    _plain("need", Act.NEED, "这一件要等另一件先办好，填那一件的编号", needing.need, needs_schemas.NeedIn),
    _plain("sub", Act.NEED, "开一件要先办好的子工单，居民看不到", needing.open_sub, needs_schemas.SubIn),
    _plain("drop-need", Act.NEED, "不必再等某一件，写明原因", needing.drop, needs_schemas.DropIn),
    _plain("to-developer", Act.TO_DEVELOPER, "保修期内的转给开发商，写明约定", warranty.pass_on, warranty_schemas.PassOnIn),
    _plain("not-warranty", Act.TO_DEVELOPER, "不属于保修，写明原因", warranty.leave_out, schemas.ReasonIn),
    Verb("parts", Act.MAKE_PART, "请一个部门协同", _make_part, shapes.PartIn, shapes.PartIn),
)  # fmt: skip

VERBS: tuple[Verb, ...] = (
    *BEYOND,
    Verb("accept", Act.ACCEPT, "受理", lambda a, t, _, now: grabbing.accept(actor=a, ticket=t, now=now)),
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
    _plain("reply", Act.REPLY, "答复报事人；占位词没填好的不发", replies.reply, desk_shapes.ReplyIn),
    _plain(
        "recategorise",
        Act.RECATEGORISE,
        "改类别，写明原因；最初的类别保留",
        recategorising.recategorise,
        desk_shapes.RecategoriseIn,
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
