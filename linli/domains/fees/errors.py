"""What this room refuses."""

from linli.kernel.refusals import Conflict, Forbidden, Invalid


class ItemTaken(Conflict):
    """Two items of an estate would have the same name."""

    code, sentence = "fees.item_taken", "这个收费项目名称已经有了，请换一个。"


class TariffTaken(Conflict):
    """A price for that kind of unit begins on that very day already."""

    code, sentence = "fees.tariff_taken", "这类房屋从这一天起已有收费标准，请换一个生效日期。"


class NotARate(Invalid):
    """The price is not an amount in yuan with at most five decimals."""

    code, sentence = "fees.rate_malformed", "单价请写成元，最多五位小数，例如 1.35。"


class EndsBeforeStart(Invalid):
    """A price would be over before it holds."""

    code, sentence = "fees.ends_before_start", "失效日期不能早于生效日期。"


class TooFarAhead(Invalid):
    """Fees may be collected at most twelve months ahead (杭州市物业管理条例)."""

    code, sentence = "fees.too_far_ahead", "预收物业费不能超过 12 个月，请缩短账期。"


class DueBeforeIssue(Invalid):
    """A bill would be due before anybody has seen it."""

    code, sentence = "fees.due_before_issue", "缴费截止日不能早于今天。"


class NothingToBill(Conflict):
    """Every unit has its bill for these days, or no tariff applies."""

    code, sentence = "fees.nothing_to_bill", "没有需要出账的房屋：可能都已出过账，或没有适用的收费标准。"


class PreviewStale(Conflict):
    """What would be issued is no longer what was previewed."""

    code, sentence = "fees.preview_stale", "预览之后房屋、面积或标准有变化，请重新核对后再出账。"


class AlreadyVoid(Conflict):
    """The bill was taken back before, or is a red bill itself."""

    code, sentence = "fees.already_void", "这张账单已经冲红，或本身就是红字账单。"


class VoidingOpen(Conflict):
    """Somebody has proposed to take the bill back already."""

    code, sentence = "fees.voiding_open", "这张账单已有人申请冲红，请等待复核。"


class VoidingDecided(Conflict):
    """The proposal was decided before."""

    code, sentence = "fees.voiding_decided", "这份冲红申请已经处理过了。"


class SecondPersonNeeded(Forbidden):
    """Cancelling a debt takes two people (check B-13)."""

    code, sentence = "fees.second_person", "冲红要由另一个人复核，不能自己申请自己通过。"
