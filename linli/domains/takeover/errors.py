"""What this room refuses."""

from linli.kernel.refusals import Conflict, Forbidden, Invalid


class StillServed(Conflict):
    """A property company serves the estate on some of those days: it is not without one."""

    code, sentence = "takeover.still_served", "这段时间小区还有物业公司服务，请先终止原合同再申请托底。"


class AlreadyTakenOver(Conflict):
    """The estate has a takeover that is proposed or running."""

    code, sentence = "takeover.already", "小区已有托底接管在申请或进行中，请先处理那一次。"


class NotStandby(Invalid):
    """The company is not among those that the county named."""

    code, sentence = "takeover.not_standby", "这家公司不在本县区的国有托底物业名单里，请从列表里选。"


class AlreadyNamed(Conflict):
    """The county has named the company already."""

    code, sentence = "takeover.already_named", "这家公司已在托底物业名单里。"


class WrongDays(Invalid):
    """The days are not in order, or further away than a takeover may last."""

    code, sentence = "takeover.wrong_days", "托底的日期不对：结束不能早于开始，一次最长一年。"


class WrongStep(Conflict):
    """The step does not follow from where the takeover stands."""

    code, sentence = "takeover.wrong_step", "这次托底已经到了别的环节，请刷新页面后再看。"


class SamePerson(Forbidden):
    """Whoever proposed a takeover does not decide on it."""

    code, sentence = "takeover.same_person", "提出申请的人不能自己审批，请由另一位工作人员审批。"
