"""What this room refuses."""

from linli.kernel.refusals import Conflict, Forbidden, Invalid


class WrongCatalogue(ValueError):
    """A catalogue that cannot be used; the text names its line and the reason. A fault of the operator's."""


class NoCatalogue(Invalid):
    """There is no catalogue for the year."""

    code, sentence = "rating.no_catalogue", "这一年还没有指标目录，请换一个年度。"


class SheetExists(Conflict):
    """The estate has a sheet for the year already."""

    code, sentence = "rating.sheet_exists", "这一年的评分表已经建好了。"


class SheetLocked(Conflict):
    """The sheet has left its draft; what stands in it is settled."""

    code, sentence = "rating.sheet_locked", "评分表已提交，不能再改；需要修改请先退回。"


class WrongState(Conflict):
    """The step does not follow from where the sheet stands."""

    code, sentence = "rating.wrong_state", "评分表已经到了别的环节，请刷新页面后再看。"


class Incomplete(Conflict):
    """Missing is not zero: something was not looked at yet (RA-09)."""

    code, sentence = "rating.incomplete", "还有指标没有填，填完才能提交。"


class TooManyNotApplicable(Conflict):
    """So much of an area does not apply that a person has to decide."""

    code, sentence = "rating.too_many_not_applicable", "有一个方面不适用的指标太多，请写明处理意见后再提交。"


class SamePerson(Forbidden):
    """Whoever submitted a sheet does not confirm it."""

    code, sentence = "rating.same_person", "提交的人不能自己确认，请由另一位工作人员确认。"


class BadEntry(Invalid):
    """What was found for an indicator does not fit how it is graded."""

    code, sentence = "rating.bad_entry", "有指标填得不对，请按提示修改。"
