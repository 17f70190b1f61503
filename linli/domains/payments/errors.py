"""What this room refuses."""

from linli.kernel.refusals import Busy, Conflict, Forbidden, Invalid


class NothingToPay(Conflict):
    """Nothing is open on the bills that were chosen."""

    code, sentence = "payments.nothing_to_pay", "选中的账单已经缴清或已冲红，请刷新后再看。"


class NoSuchChannel(Invalid):
    """The channel is not offered here."""

    code, sentence = "payments.no_such_channel", "没有这种付款方式，请换一种。"


class TooMuchAhead(Invalid):
    """More is paid ahead than may be collected: twelve months, and not beyond the contract (杭州市物业管理条例第55条)."""

    code = "payments.too_much_ahead"
    sentence = "预存超过上限：最多预收 12 个月，且不超过物业服务合同的到期日。请改小金额。"


class NotPayable(Conflict):
    """The order is paid, closed or past its time."""

    code, sentence = "payments.not_payable", "这笔付款已经完成或已关闭，请回到账单页重新发起。"


class AmountDiffers(Conflict):
    """What the cashier counted is not what is open on the bills."""

    code, sentence = "payments.amount_differs", "收到的金额与账单应缴合计不一致，请核对后再登记。"


class VoucherTaken(Conflict):
    """The voucher number was used before."""

    code, sentence = "payments.voucher_taken", "这个凭证号已经登记过，请核对是否重复收款。"


class NotGenuine(Forbidden):
    """A notification without the channel's signature, or too old."""

    code, sentence = "payments.not_genuine", "签名不对或已过期，通知没有接受。"


class NotOurs(Conflict):
    """A genuine notification that does not fit what we asked for; kept for somebody to look at."""

    code, sentence = "payments.not_ours", "通知的订单、金额或币种与本站记录不符，没有入账，已记录待核实。"


class Unbalanced(AssertionError):
    """Debits and credits of a transaction differ: a fault of the program, never of a person."""


class ChannelSilent(Busy):
    """A payment channel did not answer, or not in a way that can be trusted."""

    code, sentence = (
        "payments.channel_silent",
        "支付渠道暂时没有回应，没有扣款，请过几秒再试，或换一种付款方式。",
    )


class UnexplainedDifference(Invalid):
    """The cash that was counted is not what was booked, and nobody says why."""

    code, sentence = "payments.unexplained_difference", "点出的现金与账面不一致，请写明原因后再结账。"


class ClosedMeanwhile(Conflict):
    """Somebody else closed the desk at the same moment."""

    code, sentence = "payments.closed_meanwhile", "别人刚刚结过账，请刷新页面后再看。"


class SamePersonChecks(Forbidden):
    """Whoever counted cannot be the one who counts again."""

    code, sentence = "payments.same_person_checks", "复核要由另一个人来做，请换人清点。"


class AlreadyChecked(Conflict):
    """The closing was checked before."""

    code, sentence = "payments.already_checked", "这次结账已经复核过了。"


class NothingToRefund(Conflict):
    """More is asked back than is held for the payer, or than came by that payment."""

    code, sentence = "payments.nothing_to_refund", "可退的多付款不足，请刷新后核对金额。"


class NothingHeld(Conflict):
    """There is no surplus or prepaid money to use."""

    code, sentence = "payments.nothing_held", "没有可用的多付款或预存款，请刷新后再看。"


class RefundDecided(Conflict):
    """The refund was decided before, or is not yet where this step begins."""

    code, sentence = "payments.refund_decided", "这笔退款已经处理过，请刷新后再看。"


class ApproverTaken(Forbidden):
    """Whoever asked, has agreed before, or holds the same post cannot be the one who agrees."""

    code, sentence = "payments.approver_taken", "申请人、已审批的人和同一岗位的人不能再审批，请换人。"


class NoStatement(Invalid):
    """The file is no statement of that channel and day."""

    code, sentence = (
        "payments.no_statement",
        "这个文件不是支付渠道的日对账单，请从商户平台重新下载原文件再传。",
    )


class StatementDoesNotAddUp(Invalid):
    """The lines do not add up to the channel's own sums."""

    code, sentence = "payments.statement_sums", "对账单的明细与汇总行对不上，文件可能不完整，请重新下载。"


class StatementDiffers(Conflict):
    """Another statement of the same day was taken before."""

    code, sentence = "payments.statement_differs", "这一天的对账单已经导入，内容与这次不同，请先核对。"


class DifferencesOpen(Conflict):
    """A day or period cannot be closed while differences wait."""

    code, sentence = "payments.differences_open", "还有没说明的差异，处理完才能结账。"


class DayClosed(Conflict):
    """The day was closed before, or nothing was imported for it."""

    code, sentence = "payments.day_closed", "这一天已经结账或还没有导入对账单。"


class PeriodClosed(Conflict):
    """The day lies in a month whose books are closed."""

    code, sentence = (
        "payments.period_closed",
        "这一天所在的月份已经关账，不能再记。请记在今天，或先申请重新开账。",
    )


class PeriodNotOver(Invalid):
    """A month can only be closed once it is over."""

    code, sentence = "payments.period_not_over", "这个月还没有过完，下个月 1 日起才能关账。"


class EarlierOpen(Conflict):
    """Months are closed one after another."""

    code, sentence = "payments.earlier_open", "更早的月份还没有关账，请从最早的一个月开始。"


class PeriodChanged(Conflict):
    """The month was closed or opened by somebody else meanwhile."""

    code, sentence = "payments.period_changed", "这个月的关账情况刚刚变了，请刷新后再看。"


class SamePersonReopens(Forbidden):
    """Whoever asks for a month to be opened again cannot be the one who lets it."""

    code, sentence = "payments.same_person_reopens", "重新开账要由另一个人同意，请换人。"


class DecisionNeeded(Invalid):
    """Common income needs the owners' decision it rests on, and so does each larger spending."""

    code, sentence = "payments.decision_needed", "请写明业主大会或业委会的哪次决定同意了这一笔。"


class ContractNeeded(Invalid):
    """Common income names the contract it comes from."""

    code, sentence = "payments.contract_needed", "请写明合同名称或编号，例如：梯内广告合同 2026-01。"


class NotEnoughCommon(Conflict):
    """More would be spent than the owners have."""

    code, sentence = "payments.not_enough_common", "公共收益的余额不够这笔支出，请核对金额。"


class NotYetPast(Invalid):
    """Money that moves only later is not booked today."""

    code, sentence = "payments.not_yet_past", "日期不能晚于今天。"


class AlreadyReversed(Conflict):
    """The entry was reversed before, or undoes another one itself."""

    code, sentence = "payments.already_reversed", "这一笔已经冲正过，或本身就是冲正。"


class NothingNewToDisclose(Conflict):
    """The very same accounts are before the owners already, or there is nothing to show."""

    code, sentence = "payments.nothing_new", "这一期没有收支，或与已公布的一样，不用再公布。"


class SpanNotOver(Invalid):
    """Accounts are put before owners for a quarter or half-year that is over."""

    code, sentence = "payments.span_not_over", "请选择已经结束的季度或半年。"


class QuestionOpen(Conflict):
    """The same person's question to that entry has no answer yet."""

    code, sentence = "payments.question_open", "您对这一笔的提问还在等答复，请先等等。"


class QuestionAnswered(Conflict):
    """The question has its answer."""

    code, sentence = "payments.question_answered", "这个问题已经答复过了。"


class NothingToInvoice(Conflict):
    """Nothing was paid of a bill that is not on an invoice already."""

    code, sentence = "payments.nothing_to_invoice", "选中的账单还没有缴费，或已经申请过发票，请刷新后再看。"


class NotATaxNumber(Invalid):
    """The unified social credit code does not check (GB 32100-2015)."""

    code, sentence = "payments.not_a_tax_number", "税号不对：应是 18 位统一社会信用代码，请对照营业执照再填。"


class NotAnInvoiceNumber(Invalid):
    """An invoice has 20 digits, older ones 8."""

    code, sentence = "payments.not_an_invoice_number", "发票号码应是 20 位数字（数电发票），旧发票是 8 位。"


class InvoiceHandled(Conflict):
    """The request was handled before, or is not where this step begins."""

    code, sentence = "payments.invoice_handled", "这份开票申请已经处理过，请刷新后再看。"


class InvoiceExceedsPaid(Conflict):
    """Money went back since it was asked for: the invoice would be over more than was paid."""

    code, sentence = (
        "payments.invoice_exceeds_paid",
        "申请之后有退款或冲红，金额已超过实缴，请让对方重新申请。",
    )


class RedInvoiceFirst(Conflict):
    """An invoice over that money is out: it has to be reversed before the money goes back."""

    code, sentence = "payments.red_invoice_first", "这笔钱已经开过发票，请先红冲发票再退款。"


class AgreementDecided(Conflict):
    """The agreement was made before, or another one for the same item is in force."""

    code, sentence = "payments.agreement_decided", "这份留存协议已经生效，或这个收费项目已有另一份协议。"


class NothingEscrowed(Conflict):
    """Nothing is held, so nothing can be released."""

    code, sentence = "payments.nothing_escrowed", "现在没有留存的物业费，不用放行。"


class QuarterReleased(Conflict):
    """That quarter's rating has released already."""

    code, sentence = "payments.quarter_released", "这个季度已经放行过了。"


class NothingPrepaid(Conflict):
    """Nothing is prepaid for the unit any more."""

    code, sentence = "payments.nothing_prepaid", "这套房屋没有预存的钱，不用退。"


class ReturnOpen(Conflict):
    """Somebody has proposed to give that unit's prepaid money back already."""

    code, sentence = "payments.return_open", "这套房屋的预存已有人申请退还，请等待复核。"


class ReturnDecided(Conflict):
    """The proposal was decided before."""

    code, sentence = "payments.return_decided", "这份退预存的申请已经处理过了。"


class NotTheCompanys(Conflict):
    """Rent of common places is the owners' from the first day, so no part of it can be held back from the company."""

    code, sentence = (
        "payments.not_the_companys",
        "这项租金本来就属于全体业主，不用留存，请选物业公司的收费项目。",
    )


class NothingToPassOn(Conflict):
    """No rent of common places has come in since it was last passed on."""

    code, sentence = "payments.nothing_to_pass_on", "这个项目没有新收到的租金，不用转入公共收益。"


class NotAsked(Conflict):
    """The deposit is paid, settled or not wanted any more."""

    code, sentence = "payments.deposit_not_asked", "这笔押金已经交过或已取消，请刷新后再看。"


class NotHeld(Conflict):
    """The deposit is not held, or its settlement waits for another person already."""

    code, sentence = "payments.deposit_not_held", "这笔押金没有在代管中，或已有人申请退还，请刷新后再看。"


class EvidenceNeeded(Invalid):
    """Something is taken off a deposit only with a photo of what it is for."""

    code, sentence = "payments.evidence_needed", "要扣款，请至少上传一张照片或凭据，说明扣的是什么。"


class DeductsTooMuch(Invalid):
    """More would be taken off than is held."""

    code, sentence = "payments.deducts_too_much", "扣款不能超过押金的金额。"


class NoSuchUnit(Invalid):
    """No unit of the estate is called so."""

    code, sentence = "payments.no_such_unit", "没有找到这套房屋，请写完整的房号，例如：3幢2单元501。"


class TooManyLinks(Conflict):
    """Somebody has as many links open as one may have."""

    code, sentence = "payments.too_many_links", "您打开着的代付链接太多了，请先收回用不着的。"
