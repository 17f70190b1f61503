"""What this room refuses."""

from linli.kernel.refusals import Conflict, Forbidden, Invalid


class WrongStep(Conflict):
    """The vote's course does not lead from where it stands to where it was to go."""

    code, sentence = "voting.wrong_step", "表决现在的阶段不能办这一步，请刷新页面看看进行到哪里了。"


class NotReady(Conflict):
    """A draft lacks something that the law or the estate's rules ask for before it is announced."""

    code, sentence = "voting.not_ready", "还不能公告，请先补齐下面各项。"


class TextFrozen(Conflict):
    """Announced words may not change by a letter; a changed text needs a new announcement."""

    code, sentence = (
        "voting.text_frozen",
        "公告以后文字不能再改。确需修改的，请作废本次表决后重新公告，期限重新计算。",
    )


class TextChanged(Conflict):
    """The ballot was made from other words than those that were announced."""

    code, sentence = "voting.text_changed", "表决内容与您看到的不一致，请刷新页面后重新投票。"


class OpensTooEarly(Invalid):
    """The legal days of notice have not passed by then."""

    code, sentence = "voting.opens_too_early", "公告天数不够，请把投票开始时间往后改。"


class WrongPeriod(Invalid):
    """Voting would be shorter or longer than the rules allow."""

    code, sentence = "voting.wrong_period", "投票时间的长短不符合议事规则，请修改截止时间。"


class RollInDoubt(Conflict):
    """A unit without a sure area or owner keeps the roll from being frozen; the units are named."""

    code, sentence = "voting.roll_in_doubt", "名册里还有不确定的房屋，不能确定名册。"


class NotOpen(Conflict):
    """Voting has not begun."""

    code, sentence = "voting.not_open", "投票还没有开始。"


class AlreadyClosed(Conflict):
    """The close has passed by the database's clock, if only by an instant."""

    code, sentence = "voting.closed", "投票已经截止，这一票没有计入。"


class AlreadyVoted(Conflict):
    """The voter's ballot is in the box; co-owners are one voter."""

    code, sentence = "voting.already_voted", "您这一票已经投过了，每户只能投一次。"


class NotOnRoll(Forbidden):
    """The person is no owner on the frozen roll, or not of the voter that was named."""

    code, sentence = (
        "voting.not_on_roll",
        "您不在本次表决的业主名册中。如果您是业主，请带产权证明联系社区核对。",
    )


class NotRepresentative(Forbidden):
    """The co-owners chose another of them to cast their one vote."""

    code, sentence = "voting.not_representative", "共有人已推选了投票代表，这一票请由代表来投。"


class WrongChoice(Invalid):
    """An item is unanswered, or answered with something it does not offer."""

    code, sentence = "voting.wrong_choice", "请给每一项都选一个答案。"


class SameHand(Forbidden):
    """The act needs a second person, and this is the first one."""

    code, sentence = "voting.same_hand", "这一步须由另一位工作人员办理，经办人自己不能确认。"


class ResultsSealed(Forbidden):
    """Nobody sees for and against before the close (and the publication)."""

    code, sentence = "voting.results_sealed", "投票截止并公布之前，任何人都看不到表决结果。"


class ClauseMissing(Invalid):
    """Counting silence for the majority needs a clause in the adopted 议事规则."""

    code, sentence = (
        "voting.clause_missing",
        "议事规则里没有“送达未投票视为同意多数”的条款，不能采用这种计票办法。",
    )


class UnknownRule(Invalid):
    """The estate's own voting rules hold a value that the law or linli does not know."""

    code = "voting.unknown_rule"

    def __init__(self, name: str) -> None:
        super().__init__(f"本小区议事规则里“{name}”的取值不对，请先在小区概况里改正。")
