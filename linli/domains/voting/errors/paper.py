"""What is refused of ballots on paper."""

from linli.kernel.refusals import Conflict, Forbidden, Invalid


class WrongSerial(Invalid):
    """A serial with a digit wrong, or of no sheet of this vote."""

    code, sentence = (
        "voting.wrong_serial",
        "没有这个票号。票号是 10 位数字，请对照选票再输入或重新扫码。",
    )

    def __init__(self, sentence: str | None = None) -> None:
        super().__init__(sentence, field_errors={"serial": [sentence or self.sentence]})


class SheetSpent(Conflict):
    """The way of a sheet of paper does not lead there: replaced, in the box already, not yet returned."""

    code, sentence = "voting.sheet_spent", "这张选票现在不能办这一步，请看它的办理记录。"


class AlreadyIssued(Conflict):
    """The voter has a sheet of paper that is still good."""

    code, sentence = "voting.already_issued", "这一户已经登记过纸质选票。遗失或写坏的，请用“换发”。"


class KeyedAlready(Forbidden):
    """Each sheet is keyed by two different people, and settled by a third."""

    code, sentence = "voting.keyed_already", "这一张您已经录过，请交给另一位工作人员。"


class BatchFull(Conflict):
    """More sheets than were counted by hand."""

    code, sentence = "voting.batch_full", "已登记的张数到了清点数，多出的请先核对清点数再登记。"


class WrongTotal(Invalid):
    """After the close a hand count is set to what is there or lowered, never raised."""

    code, sentence = "voting.wrong_total", "清点数不对，请重新清点。"

    def __init__(self, sentence: str | None = None) -> None:
        super().__init__(sentence, field_errors={"expected": [sentence or self.sentence]})


class PaperOutstanding(Conflict):
    """Paper that came in before the close is not settled, so the box cannot be sealed."""

    code, sentence = "voting.paper_outstanding", "还有纸质选票没有办完，不能封箱计票。"


class HelpUnconfirmed(Conflict):
    """A ballot filled in with help waits for the second of the two officers."""

    code, sentence = (
        "voting.help_unconfirmed",
        "这张是协助填写的选票，要另一位协助人用自己的账号确认后才能录入。",
    )


class PhotoMissing(Invalid):
    """Help is shown by the voter's sign on the receipt."""

    code, sentence = "voting.photo_missing", "请拍下业主在回执上的签名。"

    def __init__(self) -> None:
        super().__init__(field_errors={"photos": [self.sentence]})
