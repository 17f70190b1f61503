"""What this room refuses."""

from linli.kernel.refusals import Conflict, Invalid


class TermsOverlap(Conflict):
    """An estate has one committee at a time."""

    code, sentence = "committees.terms_overlap", "这段时间已经登记了一届业主委员会，请核对起止日期。"


class WrongTerm(Invalid):
    """A term ends before it begins, or is longer than the law has it."""

    code, sentence = "committees.wrong_term", "任期的结束日期要晚于开始日期，并且每届不超过五年。"


class NotInTerm(Invalid):
    """A day lies outside of the term."""

    code, sentence = "committees.not_in_term", "日期要在这一届的任期以内，离任不能早于任职。"


class SeatTaken(Conflict):
    """Nobody holds two posts, and there is one chair."""

    code, sentence = "committees.seat_taken", "这位业主已在这一届任职，或者主任已有人担任。请先登记离任。"


class NoSuchOwner(Invalid):
    """Members of the committee are owners of the estate."""

    code, sentence = "committees.no_such_owner", "名册上没有这位业主，请核对房号和姓名。"


class NotHolding(Conflict):
    """The member left before, or is a substitute."""

    code, sentence = "committees.not_holding", "这位委员已经离任，或者是候补委员，不能办这一步。"


class NoTerm(Conflict):
    """There is no committee in office."""

    code, sentence = "committees.no_term", "现在没有任期内的业主委员会。"


class NoticeTooShort(Invalid):
    """A meeting's notice comes before it by the days of the place."""

    code, sentence = "committees.notice_too_short", "会议通知的天数不够，请把开会时间往后改。"


class WrongStep(Conflict):
    """The meeting, the filing or the disclosure has come further, or not yet so far."""

    code, sentence = "committees.wrong_step", "现在的阶段不能办这一步，请刷新页面看看。"


class AttendanceMissing(Conflict):
    """Minutes without attendance prove nothing (DL-06)."""

    code, sentence = "committees.attendance_missing", "请先登记每位委员是否到会，再公布纪要。"


class NotQuorate(Conflict):
    """No decision without more than half of the members."""

    code, sentence = "committees.not_quorate", "到会的委员没有超过半数，会议不能作决定。"


class NoProxy(Conflict):
    """A member votes in person (杭州市物业管理条例第29条: no proxies)."""

    code, sentence = "committees.no_proxy", "没有到会的委员不能投票，也不能委托他人代投。"


class PapersMissing(Conflict):
    """The filing set is not complete."""

    code, sentence = "committees.papers_missing", "备案材料还不齐。"


class DocumentMissing(Invalid):
    """Each line of a disclosure names its voucher."""

    code, sentence = "committees.document_missing", "请写明凭证，例如合同、发票、银行回单的编号。"


class NothingToDisclose(Conflict):
    """A disclosure has lines."""

    code, sentence = "committees.nothing_to_disclose", "还没有填写收入和支出，不能公布。"
