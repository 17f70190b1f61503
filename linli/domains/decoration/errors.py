"""What this room refuses."""

from linli.kernel.refusals import Conflict, Invalid


class WrongStep(Conflict):
    """The decoration has come further, or is not yet so far."""

    code, sentence = "decoration.wrong_step", "这次装修现在的阶段不能办这一步，请刷新页面看看。"


class NotYourUnit(Invalid):
    """Only an owner of the unit registers it: a tenant asks the owner (民法典第945条)."""

    code, sentence = "decoration.not_your_unit", "装修由业主登记，请选择自己名下的房屋；租客请让业主来登记。"

    def __init__(self) -> None:
        super().__init__(field_errors={"unit_id": [self.sentence]})


class DaysReversed(Invalid):
    """It would end before it begins, begin in the past, or last for ever."""

    code, sentence = "decoration.days_reversed", "日期前后不对，请核对。"

    def __init__(self, field: str, sentence: str = "") -> None:
        super().__init__(field_errors={field: [sentence or self.sentence]})


class NotPromised(Invalid):
    """Whoever decorates promises to do nothing forbidden."""

    code, sentence = "decoration.not_promised", "请先看完禁止的行为，勾选承诺后再登记。"

    def __init__(self) -> None:
        super().__init__(field_errors={"promised": [self.sentence]})


class AlreadyThere(Conflict):
    """The unit has a decoration that is not over."""

    code, sentence = "decoration.already_there", "这套房屋已经登记了装修，还没有办结。"


class PhotoMissing(Invalid):
    """Something forbidden is proved by a photo."""

    code, sentence = "decoration.photo_missing", "发现违规，请拍照为证。"

    def __init__(self) -> None:
        super().__init__(field_errors={"photos": [self.sentence]})


class NoSuchFinding(Invalid):
    """Nothing forbidden has this code."""

    code, sentence = "decoration.no_such_finding", "请从列出的违规里选择。"

    def __init__(self) -> None:
        super().__init__(field_errors={"findings": [self.sentence]})


class OpenFindings(Conflict):
    """What was found is to be put right before it closes."""

    code, sentence = "decoration.open_findings", "还有没整改的违规，整改好并登记以后才能办结。"
