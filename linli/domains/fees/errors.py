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


class BeyondContract(Invalid):
    """Fees may not be collected ahead beyond the company's contract (杭州市物业管理条例第55条)."""

    code, sentence = "fees.beyond_contract", "预收不能超过物业服务合同的到期日，请缩短账期。"


class DraftNeeded(Conflict):
    """The estate decided that one person prepares bills and another issues them."""

    code, sentence = "fees.draft_needed", "本小区规定出账要两个人：请先提交复核，由另一个人出账。"


class NotYourOwn(Forbidden):
    """Whoever prepared something does not decide on it."""

    code, sentence = "fees.not_your_own", "自己提交的要由另一个人复核，不能自己通过。"


class AlreadyDecided(Conflict):
    """Somebody decided before."""

    code, sentence = "fees.already_decided", "这件事已经有人处理过了，请刷新页面看结果。"


class BilledAlready(Conflict):
    """Some of the units have a standing bill of the item for these days."""

    code, sentence = "fees.billed_already", "有房屋这段时间已经出过这个项目的账单，不能重复出账。"


class AreaMissing(Conflict):
    """A cost is split by area and some unit has none, so that the others would pay for it."""

    code, sentence = (
        "fees.area_missing",
        "有房屋没有登记面积，按面积分摊会算错。请先补登面积，或改为每户平均分摊。",
    )


class NobodyToShare(Conflict):
    """No unit carries the cost."""

    code, sentence = "fees.nobody_to_share", "这个范围里没有可以分摊的住宅或商铺，请重新选择范围。"


class TooMuch(Invalid):
    """An amount beyond reason: somebody mistyped."""

    code, sentence = "fees.too_much", "金额或数量太大，请核对单位。"


class EvidenceMissing(Conflict):
    """A reduction is approved only with its evidence (application, proof)."""

    code, sentence = "fees.evidence_missing", "还没有上传证明材料，不能批准。请先上传申请或证明的照片。"


class ReliefTaken(Conflict):
    """A unit has a reduction of the item for some of these days already."""

    code, sentence = "fees.relief_taken", "这套房屋在这段时间已有减免或正在申请，不能重叠。"


class OutsideWindow(Conflict):
    """Readings are taken within their days, not before and not after (FE-08)."""

    code, sentence = (
        "fees.outside_window",
        "现在不在抄表时间内，不能录入。请在抄表时间内录入，或新开一次抄表。",
    )


class RunsBackwards(Invalid):
    """A reading below the last one; a change of meters has to say so, with a photo (FE-09)."""

    code, sentence = (
        "fees.runs_backwards",
        "读数比上次小。请核对；如果换了表，请选“换过表”，填旧表止数和新表起数，并上传照片。",
    )


class JumpUnconfirmed(Invalid):
    """A reading far above the usual that nobody confirmed."""

    code, sentence = "fees.jump", "用量比上期多了两倍以上。请核对读数；确实无误的，勾选“已核对无误”再提交。"


class PhotoMissing(Invalid):
    """A change of meters needs its photo."""

    code, sentence = "fees.photo_missing", "换表要上传旧表和新表的照片。"


class MeterTaken(Conflict):
    """Two meters of an item would have the same number."""

    code, sentence = "fees.meter_taken", "这个表号已经登记过，请核对。"


class WindowTaken(Conflict):
    """The readings of this period were opened before."""

    code, sentence = "fees.window_taken", "这个账期的抄表已经开过了。"


class ReadingsMissing(Conflict):
    """Meters without a reading would go unbilled."""

    code, sentence = "fees.readings_missing", "还有表没有抄，补齐后才能出账。"


class WindowBilled(Conflict):
    """The readings have become bills."""

    code, sentence = "fees.window_billed", "这次抄表已经出账，读数不能再改；有错请冲红账单。"


class NoPrice(Conflict):
    """No price by meter holds at the end of the period."""

    code, sentence = "fees.no_price", "这个项目没有按表计量的收费标准，请先设标准。"


class NotAnOldBillFile(Invalid):
    """No row of the file holds the headings that are needed."""

    code, sentence = (
        "fees.not_old_bills",
        "没有找到表头。第一行请写：房屋、收费项目、账期起、账期止、应缴（元），也可以下载模板照着填。",
    )


class RowsRefused(Conflict):
    """Some rows cannot be taken, so none is: all or nothing (FE-29)."""

    code, sentence = "fees.rows_refused", "文件里还有不能导入的行。请改好后重新上传，全部通过才会导入。"


class OldBillsClosed(Conflict):
    """The file was brought in or given up before."""

    code, sentence = "fees.old_bills_closed", "这个文件已经导入过，或已经放弃。"


class OwnersDecide(Conflict):
    """A changed property fee needs audit, plan, thirty days' showing and the owners' decision (NN-33)."""

    code, sentence = (
        "fees.owners_decide",
        "物业费调价要先公示审计结果和调价方案满 30 天，再由业主大会同意。请从“物业费调价”提交。",
    )


class PapersMissing(Conflict):
    """The audit or the plan is not there to be shown."""

    code, sentence = "fees.papers_missing", "请先上传上一年度收支的审计结果和调价方案，两份都要有。"


class ShownTooShort(Conflict):
    """Thirty days of showing have not passed."""

    code, sentence = "fees.shown_too_short", "公示还没有满 30 天，业主大会的决定日期要在公示期满之后。"


class DecisionMissing(Conflict):
    """There is no decision of the owners to rest on."""

    code, sentence = "fees.decision_missing", "请选择已经通过的表决，或上传业主大会决定的文件。"


class ChangeClosed(Conflict):
    """The step does not fit where the price change stands."""

    code, sentence = "fees.change_closed", "这次调价现在不能做这一步，请刷新页面看进度。"


class NotLate(Conflict):
    """Nothing is to be charged for being late: paid in time, no agreed rate, or charged before."""

    code, sentence = (
        "fees.not_late",
        "这张账单没有可以计收的违约金：合同没有约定、没有逾期、还没缴清，或已经计收过。",
    )


class NothingLate(Conflict):
    """Nothing is overdue on the unit that nobody objects to."""

    code, sentence = "fees.nothing_late", "这套房屋没有可以催告的逾期账单（已缴清，或正在处理异议）。"


class NothingOpen(Conflict):
    """Nothing is owed on the bill any more."""

    code, sentence = "fees.nothing_open", "这张账单已经缴清或已冲红，不用再提异议。要退款请联系物业收费处。"


class DisputeOpen(Conflict):
    """An objection to the bill waits for its answer."""

    code, sentence = "fees.dispute_open", "这张账单已有异议在处理，请等待答复。"


class DisputeDecided(Conflict):
    """The objection was answered before."""

    code, sentence = "fees.dispute_decided", "这份异议已经答复过了。"


class PlanOpen(Conflict):
    """The unit has an agreement that waits or runs."""

    code, sentence = "fees.plan_open", "这套房屋已有一份分期约定，请先看那一份。"


class NothingToPlan(Conflict):
    """Nothing is overdue that an agreement could be about."""

    code, sentence = "fees.nothing_to_plan", "没有可以分期的逾期账单：有异议的账单要先答复。"


class TooManyInstalments(Invalid):
    """Each instalment is at least a fen, and there are at most so many."""

    code, sentence = "fees.too_many_instalments", "期数太多，请减少期数。"


class FirstDayPast(Invalid):
    """The first instalment would have been due before today."""

    code, sentence = "fees.first_day_past", "第一期的日期不能早于今天。"


class PlanAnswered(Conflict):
    """The agreement was answered before."""

    code, sentence = "fees.plan_answered", "这份分期约定已经答复过了。"


class PlanStale(Conflict):
    """Something was paid, taken back or objected to since the agreement was proposed."""

    code, sentence = "fees.plan_stale", "账单在提出以后有变化，请物业重新提一份。"


class NoHandover(Invalid):
    """The register has the same owner before and from that day, or none on one side."""

    code, sentence = (
        "fees.no_handover",
        "业主名册里，这一天前后不是两位业主。请先在业主名册登记过户，再做结算。",
    )


class HandoverTaken(Conflict):
    """The settlement of that day was made out before."""

    code, sentence = "fees.handover_taken", "这套房屋这一天的过户结算已经做过了，请在列表里打开。"


class ReadingTaken(Conflict):
    """The meter was read in these days already."""

    code, sentence = "fees.reading_taken", "这块表这次已经抄过了。读数不对的，请联系物业。"


class SentAlready(Conflict):
    """Somebody's reading of this meter is being looked at."""

    code, sentence = "fees.sent_already", "您已经报过读数，物业正在核对。"


class SentDecided(Conflict):
    """The reading was looked at before."""

    code, sentence = "fees.sent_decided", "这条读数已经处理过了。"


class TitleNeeded(Invalid):
    """Rent of a place is the owners' unless somebody shows a title to it (民法典第275条)."""

    code, sentence = (
        "fees.title_needed",
        "请写明产权依据，例如不动产权证号或买卖合同条款。没有依据的车位，按业主共有记账。",
    )
