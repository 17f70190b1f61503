"""What this room refuses."""

from linli.kernel.refusals import Busy, Conflict, Forbidden, Invalid


class AlreadyOut(Conflict):
    """The ticket was sent to the platform, or handed over by hand, before."""

    code, sentence = "governance.already_out", "这件报事已经上报过了，请刷新页面看最新情况。"


class NoInterface(Conflict):
    """This installation has no connection to a platform."""

    code, sentence = "governance.no_interface", "这里还没有接通四平台接口，请用“人工移交”登记文号。"


class NotStuck(Conflict):
    """Only what failed can be sent again."""

    code, sentence = "governance.not_stuck", "这条消息没有失败，不需要重发。请刷新页面看最新情况。"


class TicketOver(Conflict):
    """The ticket has come to its end; there is nothing to hand over."""

    code, sentence = "governance.ticket_over", "这件报事已经结束，不用再上报。"


class AlreadyClosed(Conflict):
    """Somebody has closed the difference."""

    code, sentence = "governance.difference_closed", "这条差异已经有人处理过了。"


class ReasonMissing(Invalid):
    """The act needs a reason that colleagues will read."""

    code, sentence = "governance.reason_missing", "请写明原因，同事会看到。"


class NotGenuine(Forbidden):
    """A message that says it is the platform's is not: no signature, a wrong one, an old one, or one seen before."""

    code, sentence = "governance.not_genuine", "签名不对、时间过期或重复发送。"


class NotOfThatCase(Forbidden):
    """A genuine message names one case by our number and another by theirs."""

    code, sentence = "governance.not_of_that_case", "事件编号与外部编号对不上。"


class AskAgainLater(Busy):
    """The case is not known here yet, and may be in a moment (check F-8)."""

    code, sentence = "governance.not_yet_known", "这件事还没有登记，请稍后重发。"

    def __init__(self) -> None:
        super().__init__(retry_after=60)
