"""What this room refuses."""

from linli.kernel.refusals import Conflict, Invalid


class PlaceTaken(Conflict):
    """Two places would have the same name in the same surroundings."""

    code, sentence = "estates.place_taken", "同名的已经有了，请换一个名称。"


class WrongLevel(Invalid):
    """A region was put under one that cannot hold it."""

    code, sentence = "estates.wrong_level", "上级区划的级别不对：市—县—街道—社区，逐级设立。"


class AlreadyServed(Conflict):
    """The estate has a property company on some of those days."""

    code, sentence = "estates.already_served", "这段时间已有物业公司服务本小区，请先终止原合同。"
