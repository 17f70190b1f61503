"""What this room refuses."""

from linli.kernel.refusals import Conflict, Forbidden, Invalid


class WrongCatalogue(ValueError):
    """A catalogue that cannot be used; the text names its line and the reason. A fault of the operator's."""


class NoCatalogue(Invalid):
    """There is no catalogue for the year."""

    code, sentence = "rating.no_catalogue", "这一年还没有指标目录，请换一个年度。"


class SheetExists(Conflict):
    """The estate has a sheet for the year already."""

    code, sentence = "rating.sheet_exists", "这一年的评分表已经建好了。"


class SheetLocked(Conflict):
    """The sheet has left its draft; what stands in it is settled."""

    code, sentence = "rating.sheet_locked", "评分表已提交，不能再改；需要修改请先退回。"


class WrongState(Conflict):
    """The step does not follow from where the sheet stands."""

    code, sentence = "rating.wrong_state", "评分表已经到了别的环节，请刷新页面后再看。"


class Incomplete(Conflict):
    """Missing is not zero: something was not looked at yet (RA-09)."""

    code, sentence = "rating.incomplete", "还有指标没有填，填完才能提交。"


class TooManyNotApplicable(Conflict):
    """So much of an area does not apply that a person has to decide."""

    code, sentence = "rating.too_many_not_applicable", "有一个方面不适用的指标太多，请写明处理意见后再提交。"


class SamePerson(Forbidden):
    """Whoever submitted a sheet does not confirm it."""

    code, sentence = "rating.same_person", "提交的人不能自己确认，请由另一位工作人员确认。"


class BadEntry(Invalid):
    """What was found for an indicator does not fit how it is graded."""

    code, sentence = "rating.bad_entry", "有指标填得不对，请按提示修改。"


class InCourse(Conflict):
    """The year is assessed by plan; nobody fills in its sheet by hand."""

    code, sentence = "rating.in_course", "这一年按年度计划测评，评分表由测评结果生成，不能直接填写。"


class WrongStage(Conflict):
    """The step does not follow from where the estate's year stands."""

    code, sentence = "rating.wrong_stage", "这个小区已经到了别的环节，请刷新页面后再看。"


class TooSoon(Conflict):
    """The plan or a clock does not let the stage begin yet."""

    code, sentence = "rating.too_soon", "还没到计划的日期，现在不能进入下一个环节。"


class NotReady(Conflict):
    """Something that the next stage needs is not there yet."""

    code, sentence = "rating.not_ready", "这个环节还有没办完的事，办完才能进入下一步。"


class BadPlan(Invalid):
    """The plan does not hold together."""

    code, sentence = "rating.bad_plan", "年度计划填得不对，请按提示修改。"


class PlanExists(Conflict):
    """The city has a plan for the year already."""

    code, sentence = "rating.plan_exists", "这一年的计划已经建好了。"


class NobodyToDraw(Conflict):
    """There are not enough assessors without a tie."""

    code, sentence = "rating.nobody_to_draw", "没有利害关系的测评员不够，请先补充测评员。"


class TiedAssessor(Forbidden):
    """The assessor has to do with the estate, and does not assess it (NN-36)."""

    code, sentence = "rating.tied_assessor", "这名测评员和小区有利害关系，不能测评这个小区。"


class VisitNotSent(Conflict):
    """The assessment is still with its assessor."""

    code, sentence = "rating.visit_not_sent", "这份测评还没有提交，测评员可以直接修改。"


class VisitSent(Conflict):
    """The assessment was sent already; it counts once."""

    code, sentence = "rating.visit_sent", "这份测评已经提交过了，不用再交。"


class BadVisit(Invalid):
    """Something in the assessment is missing or does not fit."""

    code, sentence = "rating.bad_visit", "测评还有没填好的地方，请按提示补上。"


class AppealClosed(Conflict):
    """Outside the five working days."""

    code, sentence = "rating.appeal_closed", "现在不在申诉期，公示结束后五个工作日内可以申诉。"


class AppealedAlready(Conflict):
    """An indicator is appealed once."""

    code, sentence = "rating.appealed_already", "这项指标已经申诉过，一项只能申诉一次。"


class AppealDecided(Conflict):
    """The appeal has its decision."""

    code, sentence = "rating.appeal_decided", "这项申诉已经处理过了。"


class TookPart(Forbidden):
    """Whoever assessed or checked an estate does not judge the appeal against it (NN-37)."""

    code, sentence = "rating.took_part", "您参加过这个小区的测评或审核，申诉要由没有参加的人处理。"


class AlreadyFrozen(Conflict):
    """A year is frozen once."""

    code, sentence = "rating.already_frozen", "这一年的数据已经冻结，不能再算；要改只能写更正。"


class NotComputed(Conflict):
    """A run is frozen when it is computed to its end."""

    code, sentence = "rating.not_computed", "数据还没有算完，请稍后再冻结。"


class TooEarly(Conflict):
    """A year that has not begun has no data."""

    code, sentence = "rating.too_early", "这一年还没有开始，没有数据可算。"


class ComputedByPlatform(Forbidden):
    """What the platform computes is never typed (RA-03, NN-35)."""

    code, sentence = "rating.computed_by_platform", "这项数据由平台自动计算，不能手工填写；有出入请写更正。"


class NotFrozen(Conflict):
    """A correction stands beside a frozen figure."""

    code, sentence = "rating.not_frozen", "这一年的数据还没有冻结，请先核对和补录。"


class JumpUnexplained(Conflict):
    """A figure jumped against last year's and nobody has said why (RA-18)."""

    code, sentence = "rating.jump_unexplained", "有数据和上年相差很大，请先写明原因。"


class NotAllConfirmed(Conflict):
    """Prize money waits until every star of the year is confirmed: an appeal may still move one."""

    code, sentence = "rating.not_all_confirmed", "还有小区的星级没有确认，全部确认后再提奖补。"


class NobodyRose(Conflict):
    """Prize money goes to risers, and there are none."""

    code, sentence = "rating.nobody_rose", "这一年没有升星的小区，没有奖补可分。"


class RoundExists(Conflict):
    """The region has proposed its prize money of the year."""

    code, sentence = "rating.round_exists", "这一年的奖补已经提出，退回以后才能重新提。"


class SharesMoved(Conflict):
    """A star was corrected after the proposal, so that the shares are others now."""

    code, sentence = "rating.shares_moved", "提出以后有星级更正过，金额变了。请退回，重新提出。"


class AlreadyShared(Conflict):
    """An estate was given prize money of the year by another region."""

    code, sentence = "rating.already_shared", "有小区已经由另一级发过这一年的奖补，请退回核对。"


class AlreadyPaid(Conflict):
    """The share was paid before."""

    code, sentence = "rating.already_paid", "这笔奖补已经登记过付款。"


class WrongPayDay(Invalid):
    """A payment before its approval, or in the future."""

    code, sentence = "rating.wrong_pay_day", "付款日期不能早于审批，也不能晚于今天。"


class AlreadyRedrawn(Conflict):
    """The estate's merger or division in the year is on record."""

    code, sentence = "rating.already_redrawn", "这个小区这一年的合并或拆分已经登记过。"


class NothingLost(Invalid):
    """A measure answers points that were lost."""

    code, sentence = "rating.nothing_lost", "这一项没有丢分，请从丢分的指标里选。"


class MeasureDone(Conflict):
    """The measure is finished already, or would be before it was planned."""

    code, sentence = "rating.measure_done", "这条措施已经办结，或者办结日期不对。"


class BadCatalogue(Invalid):
    """A catalogue's line that cannot stand."""

    code, sentence = "rating.bad_catalogue", "指标目录有填得不对的地方，请按提示修改。"


class CatalogueInUse(Conflict):
    """A published catalogue never changes; a running or past year keeps the one it has."""

    code, sentence = "rating.catalogue_in_use", "已经发布的目录不能改；正在用的年度不能换目录，请从下一年起。"


class SameAuthor(Forbidden):
    """Whoever drafted a catalogue does not publish it."""

    code, sentence = "rating.same_author", "起草的人不能自己发布，请由另一位市级工作人员发布。"
