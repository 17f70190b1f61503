"""What this room refuses."""

from linli.kernel.refusals import Conflict, Forbidden, Invalid


class WrongStep(Conflict):
    """The complaint has come further, or is not yet so far."""

    code, sentence = "complaints.wrong_step", "这件投诉现在的阶段不能办这一步，请刷新页面看看。"


class OwnMatter(Forbidden):
    """The complaint is about the officer's own employer, or the officer's own (TK-49)."""

    code, sentence = "complaints.own_matter", "您是投诉人，或者在被投诉的物业公司任职，请由别的同事办理。"


class NoHome(Forbidden):
    """Complaints are a household's."""

    code, sentence = "complaints.no_home", "先认证房屋，才能投诉这个小区的物业公司。"


class NotYourUnit(Invalid):
    """A household that is not the complainant's."""

    code, sentence = "complaints.not_your_unit", "请选择自己的房屋。"

    def __init__(self) -> None:
        super().__init__(field_errors={"unit_id": [self.sentence]})


class NoCompany(Conflict):
    """Nobody serves the estate, so that there is nobody to complain about or to ask."""

    code, sentence = "complaints.no_company", "小区现在没有物业公司，请直接联系社区。"


class TooLateToExtend(Conflict):
    """More time is asked for once, and before the time is over."""

    code, sentence = "complaints.too_late_to_extend", "只能在期限以前延长一次。"


class StatementOpen(Conflict):
    """The company has been asked and has not answered yet."""

    code, sentence = "complaints.statement_open", "已经请物业说明情况，还没有答复，不用再转。"


class TooEarly(Conflict):
    """It goes to the street when the answer does not content, or when the time is over."""

    code, sentence = (
        "complaints.too_early",
        "社区还在期限内办理；对答复不满意，或者过了期限没有答复，可以请街道复核。",
    )


class WhyMissing(Invalid):
    """Whoever is not content says why, so that somebody can do something about it."""

    code, sentence = "complaints.why_missing", "请写明哪里不满意。"

    def __init__(self) -> None:
        super().__init__(field_errors={"opinion": [self.sentence]})
