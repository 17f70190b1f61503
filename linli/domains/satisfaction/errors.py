"""What this room refuses."""

from linli.kernel.refusals import Conflict, Forbidden, Invalid


class WrongStep(Conflict):
    """The round has come further, or is not yet so far."""

    code, sentence = "satisfaction.wrong_step", "这一轮评价现在不能办这一步，请刷新页面看看。"


class YearTaken(Conflict):
    """A city has one round a year."""

    code, sentence = "satisfaction.year_taken", "这一年已经有一轮评价了，不能再建。"


class WrongWindow(Invalid):
    """The window is too short or too long, or begins in the past."""

    code, sentence = "satisfaction.wrong_window", "评价要开放 15 到 30 天，请改日期。"


class NotOpen(Conflict):
    """The round has not begun, or is over."""

    code, sentence = "satisfaction.not_open", "现在不是评价的时间，您的回答没有收下。"


class NotAsked(Forbidden):
    """Not an owner or tenant of three months in a home of this estate."""

    code, sentence = (
        "satisfaction.not_asked",
        "每户由住满 3 个月的业主或租客评一次；您现在的身份不在其中，请家里符合条件的人来评。",
    )


class StaffBarred(Forbidden):
    """Whoever works for a property company."""

    code, sentence = (
        "satisfaction.staff_barred",
        "物业公司的工作人员和测评员不参加评价，请家里其他人来评。",
    )


class StaffDevice(Forbidden):
    """Somebody of a property company has worked with this device."""

    code, sentence = (
        "satisfaction.staff_device",
        "这台设备登录过物业或测评的工作账号，请用自己家的手机评价，或到社区填纸质问卷。",
    )


class WrongAnswers(Invalid):
    """Something is missing or unknown."""

    code, sentence = "satisfaction.wrong_answers", "还有题没有选好，请看标红的地方。"


class AlreadyAnswered(Conflict):
    """The household has answered, and answers are not to be replaced."""

    code, sentence = "satisfaction.already_answered", "这一户已经评过了，每户只评一次。"


class NoSuchHousehold(Invalid):
    """No home of that name in the estate."""

    code, sentence = "satisfaction.no_such_household", "这个小区没有这间住宅，请核对门牌，例如 1幢2单元301。"

    def __init__(self) -> None:
        super().__init__(field_errors={"label": [self.sentence]})


class RemindedLately(Conflict):
    """A reminder went out within three days."""

    code, sentence = "satisfaction.reminded_lately", "三天内已经提醒过一次，请过几天再提醒。"


class NoBurst(Conflict):
    """Not so many answers came from that device."""

    code, sentence = "satisfaction.no_burst", "这台设备上的回答已经处理过，或没有那么多，请刷新页面。"
