"""What a vote refuses in its course, at the ballot box and afterwards."""

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
        "公告以后文字不能再改。确需修改的，请用“修改后重新公告”，期限重新计算。",
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


class WrongSeats(Invalid):
    """More members or alternates than the law allows, or an even number."""

    code, sentence = "voting.wrong_seats", "委员或候补的人数不合规定，请看填写项旁边的说明。"


class NominationsClosed(Conflict):
    """The window for nominations is not open, or the election's words are already announced."""

    code, sentence = "voting.nominations_closed", "现在不在候选人报名时间内。"


class NominationsBegun(Conflict):
    """An election with nominations cannot simply be taken off the draft."""

    code, sentence = "voting.nominations_begun", "已经有人报名，不能删去这一项选举。"


class NotAnOwner(Invalid):
    """Only owners of the estate stand for its committee."""

    code, sentence = "voting.not_an_owner", "业主名册上没有这位业主，请核对房号和姓名。"


class AlreadyNominated(Conflict):
    """The owner is a candidate already, or signed already."""

    code, sentence = "voting.already_nominated", "这位业主已经报名，不用重复报名。"


class SourceMissing(Invalid):
    """A recommendation by the community names its paper."""

    code, sentence = "voting.source_missing", "请写明推荐文件的名称和日期。"


class NotYetEligible(Conflict):
    """The review is not complete, or the path's own condition is not met."""

    code, sentence = "voting.not_yet_eligible", "资格审查还没有做完，请先逐项核对。"


class NobodyToList(Conflict):
    """A list needs names that passed the review."""

    code, sentence = "voting.nobody_to_list", "还没有审查通过的候选人，不能公布名单。"


class NoRunOff(Conflict):
    """Nobody tied, or the run-off is drafted already."""

    code, sentence = "voting.no_run_off", "这次选举没有需要另行投票的席位，或另行选举已经起草。"


class HearingIncomplete(Invalid):
    """The hearing was before the request, or lies in the future."""

    code, sentence = "voting.hearing_incomplete", "听取申辩要在提出罢免之后、今天或以前进行。"


class ObjectionsOver(Conflict):
    """The days for objections have not begun, or are over by the database's clock."""

    code, sentence = "voting.objections_over", "现在不在异议期内，不能提出异议。"


class ObjectionsOpen(Conflict):
    """A result does not stand while an objection has no answer."""

    code, sentence = "voting.objections_open", "还有异议没有答复，结果不能生效。请先逐件答复。"


class AlreadyAnswered(Conflict):
    """An objection is answered once; the answer is not changed afterwards."""

    code, sentence = "voting.objection_answered", "这件异议已经答复过了，答复不能再改。"


class NoGround(Forbidden):
    """A recount needs a recorded objection, or the word of the supervising street."""

    code, sentence = "voting.no_ground", "重新计票须根据一件已登记的异议，或由街道写明理由提出。"


class NothingToCorrect(Conflict):
    """The register as of the opening gives the same roll."""

    code, sentence = (
        "voting.nothing_to_correct",
        "按投票开始那天的业主名册，投票人名册没有变化。请先改正业主名册，再来更正。",
    )


class CorrectionMoved(Conflict):
    """Since the correction was asked for, the register changed once more."""

    code, sentence = "voting.correction_moved", "提出更正以后业主名册又有变动，请核对后重新提出更正。"


class AlreadyRevoked(Conflict):
    """The decision was taken back before."""

    code, sentence = "voting.already_revoked", "这项决定已经登记过撤销。"


class TaskDone(Conflict):
    """A task that is done is not changed."""

    code, sentence = "voting.task_done", "这件事已经办结，不能再改。"


class TooManyObjections(Conflict):
    """One person's objections to one vote wait for their answers first."""

    code, sentence = "voting.too_many_objections", "您已有几件异议在等答复，请等答复以后再提。"


class DocumentMissing(Invalid):
    """A revocation rests on a document of a court or of the street, and that is kept with it."""

    code, sentence = "voting.document_missing", "请上传判决书或决定书（PDF 或照片）。"


class RollFrozen(Conflict):
    """The roll is corrected while it is published, and stands still once voting has begun."""

    code, sentence = "voting.roll_frozen", "名册只在公告期间可以提异议和更正，投票开始后已经定稿。"


class NotSold(Invalid):
    """The register names the same owners as the frozen roll, or the unit is not on it."""

    code, sentence = "voting.not_sold", "这套房在业主名册里没有换业主，请先在业主名册里登记过户。"


class SellerVoted(Conflict):
    """A unit sold during the vote votes once: the seller has, or the buyer with another unit."""

    code, sentence = "voting.seller_voted", "卖方已经投票，这套房本次不能再投。"


class ReviewMissing(Conflict):
    """The estate's rules ask for a legality review of exactly these words before the notice."""

    code, sentence = "voting.review_missing", "本小区的表决要先经合法性审核，审核通过的文字才能公告。"


class NotForeseen(Conflict):
    """The notice did not say that the close may be moved, or not by so much."""

    code, sentence = "voting.not_foreseen", "公告里没有写明可以延长或提前结束，不能改截止时间。"


class CannotRemove(Conflict):
    """Only drafts are removed; what was announced stays in the record and can be declared void."""

    code, sentence = "voting.cannot_remove", "已经公告的表决不能删除，确有问题请作废，记录都会保留。"


class StaleRules(Invalid):
    """A set of rules that a later law replaced, or that nobody knows."""

    code, sentence = "voting.stale_rules", "这套规则已被民法典取代或不存在，请选现行的规则。"


class OnlyOnePlan(Invalid):
    """Plans for one question: a ballot agrees to one of them at most."""

    code, sentence = "voting.only_one_plan", "同一问题的几个方案最多同意一个，请重新选择。"


class NotAdvisory(Conflict):
    """The city system's result belongs to a vote that was announced as advisory."""

    code, sentence = "voting.not_advisory", "这次表决不是交由城市系统决定的，不能登记系统结果。"


class WrongCode(Invalid):
    """A holder's code with a letter wrong, or of another vote or holder."""

    code, sentence = (
        "voting.wrong_code",
        "保管码不对，请对照纸上逐组核对后再输入。",
    )

    def __init__(self) -> None:
        super().__init__(field_errors={"code": [self.sentence]})


class HoldersMissing(Conflict):
    """A secret vote needs all its key holders before it is opened, and enough of them to be counted."""

    code, sentence = "voting.holders_missing", "保管人还没有到齐。"


class KeyIsMade(Conflict):
    """The key of a secret vote is made; who holds it does not change any more."""

    code, sentence = "voting.key_made", "密钥已经生成，保管人不能再变动。"


class PlaceTaken(Conflict):
    """Every part of the key has its holder, or this person holds one already."""

    code, sentence = "voting.place_taken", "保管人的名额已满，或您已经是保管人。"


class OnlineOnly(Conflict):
    """A secret vote takes no ballot that shows a choice beside a voter, such as a keyed-in paper one."""

    code, sentence = "voting.online_only", "不记名表决只在线上进行，不能录入纸质选票。"


class RollFixed(Conflict):
    """The roll of a secret vote is not corrected afterwards: two totals that differ by one voter show a choice."""

    code, sentence = (
        "voting.roll_fixed",
        "不记名表决不能更正名册后重新计票，否则会暴露个别业主的选择。名册确有错误的，请作废后重新表决。",
    )


class AlreadyRequested(Conflict):
    """The owner asked for this bundle already."""

    code, sentence = "voting.already_requested", "您已经提出过查阅申请，请等待答复。"


class AlreadyTaken(Conflict):
    """A granted bundle is taken once."""

    code, sentence = "voting.bundle_taken", "这份核验包已经下载过。需要再次查阅的，请重新申请。"


class WrongReceipt(Invalid):
    """Neither a receipt's number nor a file that was saved as one."""

    code, sentence = (
        "voting.wrong_receipt",
        "认不出这份回执。请粘贴 12 位回执号，或下载的回执文件的全部内容。",
    )

    def __init__(self, sentence: str | None = None) -> None:
        super().__init__(sentence, field_errors={"receipt": [sentence or self.sentence]})


class ReceiptUnknown(Invalid):
    """No ballot of this vote has that number."""

    code, sentence = (
        "voting.receipt_unknown",
        "这次表决里没有这个回执号。请核对号码；确认无误的，请保存好回执并向社区或街道提出异议。",
    )

    def __init__(self) -> None:
        super().__init__(field_errors={"receipt": [self.sentence]})
