"""What this room refuses."""

from linli.kernel.refusals import Conflict, Forbidden, Invalid


class NoSuchPlace(Invalid):
    """The scope names no building or stairwell of the estate."""

    code, sentence = "fund.no_such_place", "请从列表里选择幢或单元。"

    def __init__(self) -> None:
        super().__init__(field_errors={"scope": [self.sentence]})


class AreaMissing(Conflict):
    """Without every unit's area the cost cannot be split."""

    code, sentence = "fund.area_missing", "范围内有房屋没有登记面积，不能按面积分摊。请先在名册里补上。"


class WrongStep(Conflict):
    """The project does not stand where this step begins."""

    code, sentence = "fund.wrong_step", "这个维修项目已经走到别的步骤，请刷新后再看。"


class NeedsVote(Conflict):
    """Only one of the law's grounds lets a repair be paid without a vote (民法典第281条第2款)."""

    code, sentence = "fund.needs_vote", "不是应急维修，要由范围内的业主表决同意。"


class SamePerson(Forbidden):
    """Whoever asked for it, or reviewed it, cannot be the one who confirms."""

    code, sentence = "fund.same_person", "申请、审核、确认要由不同的人来做，请换人。"


class AbovePlan(Conflict):
    """More would be paid than the owners decided on."""

    code, sentence = "fund.above_plan", "累计付款超过了方案金额。超出的部分要由业主另行表决。"


class NotYetPast(Invalid):
    """A payment that is still to come is not recorded today."""

    code, sentence = "fund.not_yet_past", "日期不能晚于今天。"


class NothingPaid(Conflict):
    """There is nothing to settle while nothing was paid."""

    code, sentence = "fund.nothing_paid", "还没有付款记录，不能结算。"
