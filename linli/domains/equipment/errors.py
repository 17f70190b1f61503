"""What this room refuses."""

from linli.kernel.refusals import Conflict, Invalid


class NoSuchClass(Invalid):
    """No class of equipment has this code."""

    code, sentence = "equipment.no_such_class", "请从列表里选择设备类别。"

    def __init__(self) -> None:
        super().__init__(field_errors={"kind": [self.sentence]})


class NoSuchUpkeep(Invalid):
    """Nothing of this name is done to a piece of this class."""

    code, sentence = "equipment.no_such_upkeep", "请选择做的是哪一项检验或保养。"

    def __init__(self) -> None:
        super().__init__(field_errors={"upkeep": [self.sentence]})


class CodeMissing(Invalid):
    """Special equipment stands in the ledger with the code under which it is registered."""

    code, sentence = "equipment.code_missing", "电梯是特种设备，请填写使用登记证编号。"

    def __init__(self) -> None:
        super().__init__(field_errors={"registration_code": [self.sentence]})


class DaysReversed(Invalid):
    """It was done in the future, or would be due before it was done."""

    code, sentence = "equipment.days_reversed", "日期前后不对，请核对。"

    def __init__(self, field: str, sentence: str = "") -> None:
        super().__init__(field_errors={field: [sentence or self.sentence]})


class ProofMissing(Invalid):
    """An inspection of special equipment has a report or a photo of its mark."""

    code, sentence = "equipment.proof_missing", "电梯的定期检验请上传检验报告，或者拍下使用标志。"

    def __init__(self) -> None:
        super().__init__(field_errors={"photos": [self.sentence]})


class Retired(Conflict):
    """It is out of use."""

    code, sentence = "equipment.retired", "这台设备已经停用，不能再登记。"
