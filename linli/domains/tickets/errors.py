"""What this room refuses."""

from linli.kernel.refusals import Conflict, Forbidden, Invalid


class WrongStep(Conflict):
    """The ticket stands where this step cannot be taken."""

    code, sentence = "tickets.wrong_step", "这件报事的进度已经变化，请刷新页面后再办理。"


class UnknownCategory(Invalid):
    """The category is not in the catalogue."""

    code, sentence = "tickets.unknown_category", "请选择一个报事类别。"


class PlaceMissing(Invalid):
    """The category needs a unit or a place in words, and neither fits."""

    code, sentence = "tickets.place_missing", "请写明地点，师傅才能找到。"


class NotYourUnit(Invalid):
    """A resident named a unit that they do not belong to."""

    code, sentence = "tickets.not_your_unit", "只能为自己的房屋报修，请重新选择房屋。"


class TooManyPhotos(Invalid):
    """More photos than one step holds."""

    code, sentence = "tickets.too_many_photos", "一次最多 9 张照片，请去掉几张再提交。"


class AfterPhotoMissing(Invalid):
    """Work of this kind is proven by a photo of the result."""

    code, sentence = "tickets.after_photo_missing", "这类报事完工时要有处理后的照片，请拍一张再提交。"


class ReasonMissing(Invalid):
    """The step needs a reason that the other side will read."""

    code, sentence = "tickets.reason_missing", "请写明原因，对方会看到。"


class StrangeTag(Invalid):
    """A rating carries a tag that is not offered."""

    code, sentence = "tickets.strange_tag", "请从列出的标签里选择。"


class RatingOver(Conflict):
    """The days in which a rating may be given or changed have passed."""

    code, sentence = "tickets.rating_over", "评价时间已过，不能再评价或修改。有新的问题请重新报事。"


class RedoneTooOften(Conflict):
    """The ticket was done over as often as the rules allow."""

    code, sentence = "tickets.redone_too_often", "这件事已经重办过两次，请联系社区协调解决。"


class NotAWorker(Invalid):
    """The person named cannot be given work of this estate."""

    code, sentence = "tickets.not_a_worker", "请选择本小区的一位维修员或负责人。"


class OwnWork(Forbidden):
    """Whoever did the work would be rating it."""

    code, sentence = "tickets.own_work", "自己经办的报事不能由自己评价。"


class BadMerge(Invalid):
    """A ticket can be joined only to another open one of the same estate and addressee."""

    code, sentence = "tickets.bad_merge", "只能并入本小区另一件还在办理的报事，请核对编号。"
