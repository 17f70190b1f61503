"""What officers do with a task force, each deed named once for the API and for the pages."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from linli.blueprints.taskforces import schemas
from linli.domains.taskforces.models import TaskForce
from linli.domains.taskforces.operations import admitting, meetings, working
from linli.domains.taskforces.operations.working import Lent
from linli.domains.taskforces.permissions import Act
from linli.domains.taskforces.rules import Part
from linli.kernel.actors import Actor
from linli.platform.web import In

Body = dict[str, Any]
Do = Callable[[Actor, TaskForce, Body, datetime], TaskForce]


@dataclass(frozen=True, slots=True)
class Verb:
    """A deed: its word in addresses, who may, what it brings, what it does, and on which page its form stands."""

    word: str
    act: Act
    summary: str
    brings: type[In]
    do: Do
    on_chart: bool = False

    @property
    def name(self) -> str:
        """The word as a name of a function."""
        return f"{self.word.replace('-', '_')}_force"


def _lend(actor: Actor, force: TaskForce, body: Body, now: datetime) -> TaskForce:
    lent = Lent(**body | {"part": Part(body["part"])})
    return working.lend(actor=actor, force=force, lent=lent, now=now)


VERBS = (
    Verb("review", Act.REVIEW, "分管领导审核同意", schemas.WordsIn,
         lambda a, f, body, now: admitting.review(actor=a, force=f, now=now, **body)),
    Verb("approve", Act.APPROVE, "领导小组批准成立", schemas.WordsIn,
         lambda a, f, body, now: admitting.approve(actor=a, force=f, now=now, **body)),
    Verb("return", Act.RETURN, "不予成立，写明理由", schemas.ReasonIn,
         lambda a, f, body, now: admitting.send_back(actor=a, force=f, now=now, **body)),
    Verb("members", Act.RUN, "从单位抽调人员，写明职务和期限", schemas.LendIn, _lend),
    Verb("releases", Act.RUN, "人员归队", schemas.ReleaseIn,
         lambda _, f, body, __: working.release(force=f, **body)),
    Verb("tasks", Act.RUN, "挂图：下达任务", schemas.TaskIn,
         lambda _, f, body, __: working.add_task(force=f, **body), on_chart=True),
    Verb("milestones", Act.RUN, "挂图：任务的节点", schemas.MilestoneIn,
         lambda _, f, body, __: working.add_milestone(force=f, **body), on_chart=True),
    Verb("reached", Act.RUN, "挂图：节点完成", schemas.ReachIn,
         lambda _, f, body, now: working.reach(force=f, now=now, **body), on_chart=True),
    Verb("finished", Act.RUN, "挂图：任务销号，写明结果", schemas.FinishIn,
         lambda _, f, body, now: working.finish_task(force=f, now=now, **body), on_chart=True),
    Verb("reports", Act.RUN, "周报，一周一次", schemas.WeekIn,
         lambda a, f, body, now: working.report(actor=a, force=f, now=now, **body)),
    Verb("meetings", Act.RUN, "召集会议，成员会收到通知", schemas.MeetingIn,
         lambda a, f, body, now: meetings.call(actor=a, force=f, now=now, **body)),
    Verb("reviews", Act.JUDGE, "月评，排出红榜和督办", schemas.MonthIn,
         lambda a, f, body, now: working.judge(actor=a, force=f, now=now, **body)),
    Verb("tickets", Act.RUN, "把工单挂到专班", schemas.AttachIn,
         lambda a, f, body, now: working.attach(actor=a, force=f, now=now, **body)),
    Verb("dissolve", Act.DISSOLVE, "任务全部完成，撤销专班", schemas.DissolveIn,
         lambda a, f, body, now: admitting.dissolve(actor=a, force=f, now=now, **body)),
)  # fmt: skip
