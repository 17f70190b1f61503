"""What this room refuses."""

from linli.kernel.refusals import Conflict, Forbidden, Invalid


class PlaceTaken(Conflict):
    """Two places would have the same name in the same surroundings."""

    code, sentence = "estates.place_taken", "同名的已经有了，请换一个名称。"


class WrongLevel(Invalid):
    """A region was put under one that cannot hold it."""

    code, sentence = "estates.wrong_level", "上级区划的级别不对：市—县—街道—社区，逐级设立。"


class AlreadyServed(Conflict):
    """The estate has a property company on some of those days."""

    code, sentence = "estates.already_served", "这段时间已有物业公司服务本小区，请先终止原合同。"


class CodeTaken(Conflict):
    """Another place of the estate has this code in that system."""

    code, sentence = "estates.code_taken", "这个系统里的这个编号已经对应了别处，请核对后再填。"


class OutsideOfScope(Forbidden):
    """The place lies beyond what the actor looks after."""

    code, sentence = "estates.outside_of_scope", "这个地方不在您管理的范围内。"


class ContractEnded(Conflict):
    """The contract has its last day already, or would end before it began."""

    code, sentence = "estates.contract_ended", "终止日期不能早于合同开始日，已经终止的合同不能再改。"
