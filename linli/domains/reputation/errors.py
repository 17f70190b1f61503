"""What this room refuses."""

from linli.kernel.refusals import Conflict, Invalid


class WrongStep(Conflict):
    """The item or entry has come further, or is not yet so far."""

    code, sentence = "reputation.wrong_step", "现在的阶段不能办这一步，请刷新页面看看。"


class WrongPoints(Invalid):
    """The points lie outside what the kind allows."""

    code, sentence = "reputation.wrong_points", "分值超出了这一类信息的范围，请核对。"

    def __init__(self, said: str) -> None:
        super().__init__(field_errors={"points": [f"这一类信息只能记 {said} 分。"]})


class NotServing(Invalid):
    """The company does not serve the project on the day."""

    code, sentence = "reputation.not_serving", "发现当天这家公司没有服务这个小区，请核对公司、小区和日期。"

    def __init__(self) -> None:
        super().__init__(field_errors={"project_id": [self.sentence]})


class NoSuchCompany(Invalid):
    """The company is not one that the officer answers for."""

    code, sentence = "reputation.no_such_company", "请从列表里选择公司。"

    def __init__(self) -> None:
        super().__init__(field_errors={"company_id": [self.sentence]})


class NoHome(Invalid):
    """Files hang on a thing of an estate; what is about the company itself names where its papers lie."""

    code, sentence = (
        "reputation.files_need_project",
        "属于公司、不属于某个小区的信息不能附文件，请在“证据”里写明文号和存放处。",
    )


class FoundLater(Invalid):
    """The day of finding lies in the future, or so far back that it may not be disclosed any more."""

    code, sentence = "reputation.found_later", "发现日期不能晚于今天，也不能早于五年前。"

    def __init__(self) -> None:
        super().__init__(field_errors={"found_on": [self.sentence]})


class TooLate(Conflict):
    """The time for an objection or a reply is over."""

    code, sentence = "reputation.too_late", "期限已经过了，不能再提交。"


class TooSoon(Conflict):
    """The time of the company is not over yet, or an item has not counted long enough."""

    code, sentence = "reputation.too_soon", "时间还没到：要先等企业的申辩期或公示时间满。"


class OneMore(Conflict):
    """Another person has to do this step."""

    code, sentence = "reputation.one_more", "提出和复核要由两个人办，请换一位同事。"


class QuarterRuns(Invalid):
    """The quarter is not over."""

    code, sentence = "reputation.quarter_runs", "这个季度还没有过完，不能排榜。"

    def __init__(self) -> None:
        super().__init__(field_errors={"quarter": [self.sentence]})


class AlreadyDrawn(Conflict):
    """The list of the quarter is there."""

    code, sentence = "reputation.already_drawn", "这个季度的红黑榜已经拟定过了。"
