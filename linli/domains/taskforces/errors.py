"""What this room refuses."""

from linli.kernel.refusals import Conflict, Invalid


class WrongStep(Conflict):
    """The task force has come further, has ended, or is not yet so far."""

    code, sentence = "taskforces.wrong_step", "专班现在的阶段不能办这一步，请刷新页面看看。"


class WrongLevel(Invalid):
    """A task force is proposed at one's own level, or above."""

    code, sentence = "taskforces.wrong_level", "只能提请本级或者上级成立专班，请重新选择。"

    def __init__(self) -> None:
        super().__init__(field_errors={"level": [self.sentence]})


class NoSuchDepartment(Invalid):
    """The department is not in the list."""

    code, sentence = "taskforces.no_such_department", "请从列表里选择单位。"

    def __init__(self) -> None:
        super().__init__(field_errors={"department": [self.sentence]})


class GroupMissing(Conflict):
    """Nobody leads it, nobody keeps it going, or one department could do it alone."""

    code, sentence = (
        "taskforces.group_missing",
        "先配齐领导小组组长和办公室人员，并且至少有两个单位参加，才能批准成立。",
    )


class MeetingOver(Invalid):
    """A meeting is called before it begins."""

    code, sentence = "taskforces.meeting_over", "开会时间要在现在以后。"


class NotAnOfficer(Invalid):
    """A member's account is one of the officers of the region."""

    code, sentence = "taskforces.not_an_officer", "请从名单里选账号，或者不选。"

    def __init__(self) -> None:
        super().__init__(field_errors={"account_id": [self.sentence]})


class DaysReversed(Invalid):
    """Something would end before it begins, or be due after the task force."""

    code, sentence = "taskforces.days_reversed", "日期前后不对，请核对。"

    def __init__(self, field: str) -> None:
        super().__init__(field_errors={field: [self.sentence]})


class NotOfThisForce(Invalid):
    """The member, task or milestone is none of this task force, or is done already."""

    code, sentence = "taskforces.not_of_this_force", "请从列表里重新选择，可能已经办完了。"


class AlreadyThere(Conflict):
    """One report a week, one review a month, one place on the list for a ticket."""

    code, sentence = "taskforces.already_there", "这一条已经有了，不用重复提交。"


class TooEarly(Invalid):
    """A week has not begun, or a month is not over."""

    code, sentence = "taskforces.too_early", "时间还没到：周报不能写以后的，月评要等这个月过完。"


class OpenTasks(Conflict):
    """A task force is dissolved when all is done."""

    code, sentence = "taskforces.open_tasks", "还有没完成的任务，全部完成后才能撤销专班。"


class NoSuchTicket(Invalid):
    """No ticket of that number in that estate, or the estate lies elsewhere."""

    code, sentence = "taskforces.no_such_ticket", "这个小区没有这个编号的工单，请核对。"

    def __init__(self) -> None:
        super().__init__(field_errors={"number": [self.sentence]})
