"""What this room refuses."""

from linli.kernel.refusals import Conflict, Forbidden, Invalid


class CannotTurnOff(Invalid):
    """Legal notices and sign-in codes reach everybody (NT-10)."""

    code, sentence = "notices.cannot_turn_off", "表决、公示等依法必须通知的消息和登录验证码不能关闭。"


class AlreadyWithdrawn(Conflict):
    """The announcement was withdrawn before."""

    code, sentence = "notices.already_withdrawn", "这条公告已经撤回了。"


class EndsBeforeNow(Invalid):
    """An announcement would be over before it is read."""

    code, sentence = "notices.ends_before_now", "结束日期不能早于今天。"


class NotTheProvider(Forbidden):
    """A delivery report without the provider's signature."""

    code, sentence = "notices.not_the_provider", "签名不对，回执没有接受。"
