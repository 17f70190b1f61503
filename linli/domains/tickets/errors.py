"""What this room refuses."""

from linli.kernel.refusals import Conflict, Forbidden, Invalid, TooMany


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


class AnswersWanted(Invalid):
    """The category asks questions of its own, and one is unanswered or answered with what is not offered."""

    code, sentence = "tickets.answers_wanted", "这类报事还有问题没有答，请补上。"


class UnknownPlace(Invalid):
    """The common place is not on the estate's list, or no longer."""

    code, sentence = "tickets.unknown_place", "请从列表里选一个公共位置，或用文字写明地点。"


class PlaceThere(Conflict):
    """The list of common places has one of that name."""

    code, sentence = "tickets.place_there", "列表里已经有这个名称，请换一个名称。"


class NotShared(Forbidden):
    """Only what concerns the neighbours or one's own household can be joined."""

    code, sentence = "tickets.not_shared", "这件报事不对邻居公开，不能关注。"


class IncidentOver(Conflict):
    """The incident was closed."""

    code, sentence = "tickets.incident_over", "这个事件已经结束，有新的情况请另建一个。"


class NotOfIncident(Invalid):
    """A ticket is to be closed along that was never joined to the incident."""

    code, sentence = "tickets.not_of_incident", "选中的工单里有不属于这个事件的，请刷新页面后重选。"


class BadIncidentTicket(Invalid):
    """A ticket can belong to an incident of its own estate while it is open, and to one only."""

    code, sentence = (
        "tickets.bad_incident_ticket",
        "只能加入本小区还在办理、不属于别的事件的报事，请核对编号。",
    )


class NotOnDuty(Invalid):
    """Only staff of the estate can be on duty."""

    code, sentence = "tickets.not_on_duty", "请从本小区的工作人员里选择值班人。"


class AlreadyGrabbed(Conflict):
    """Somebody else was quicker; the sentence names them (TK-19)."""

    code, sentence = "tickets.already_grabbed", "这一单已经被别的师傅抢到了。"


class NotForGrabbing(Conflict):
    """The company hands out this estate's work in another way, or the ticket is not waiting."""

    code, sentence = "tickets.not_for_grabbing", "这一单现在不能抢，请等派单。"


class QuoteEmpty(Invalid):
    """A quote over nothing, or beyond reason."""

    code, sentence = "tickets.quote_empty", "请填写人工费或材料费，合计在 0.01 元到 100000 元之间。"


class QuoteAnswered(Conflict):
    """The quote has been answered already, or there is a newer one."""

    code, sentence = "tickets.quote_answered", "这份报价已经处理过，或者有了新的报价，请刷新页面。"


class QuoteNotForThis(Invalid):
    """Only work in somebody's own unit is paid by a bill, and only while it is being dealt with."""

    code, sentence = "tickets.quote_not_for_this", "只有正在办理的、居民家里的维修才能报价收费。"


class QuoteNotAccepted(Conflict):
    """Work starts and ends only after the resident accepted the quote (TK-37)."""

    code, sentence = (
        "tickets.quote_not_accepted",
        "居民还没有同意报价，同意后才能动工、完工；免费处理请先撤回报价。",
    )


class NotYetDone(Conflict):
    """A call-back is made after the work."""

    code, sentence = "tickets.not_yet_done", "处理完成以后才能登记回访。"


class GroundMissing(Invalid):
    """A body hands a report back without a listed ground, or without naming who should have it."""

    code, sentence = "tickets.ground_missing", "请选择退回的法定理由，并写明应由哪个单位办理。"


class ReturnedBefore(Conflict):
    """A body may hand a report back once."""

    code, sentence = "tickets.returned_before", "本单位已经退回过一次，不能再退回；有争议请提请会商。"


class ReturnTooLate(Conflict):
    """Half of the time has run."""

    code, sentence = "tickets.return_too_late", "办理时间已经过半，不能再退回；有困难请提请会商。"


class LeadFixed(Conflict):
    """Minutes of a joint consultation name who leads; nobody hands it back after that."""

    code, sentence = "tickets.lead_fixed", "会商纪要已经确定牵头单位，不能再退回。"


class ConsultationFirst(Conflict):
    """Three bodies have handed it back: the minutes of the consultation must name the lead first."""

    code, sentence = "tickets.consultation_first", "已退回三次，须先会商并在纪要里确定牵头单位。"


class MinutesMissing(Invalid):
    """A consultation ends with minutes that name the lead."""

    code, sentence = "tickets.minutes_missing", "请写会商纪要，并确定牵头单位。"


class StrangeDepartment(Invalid):
    """No such department in this loop."""

    code, sentence = "tickets.strange_department", "请从部门名录里选择。"


class PostEmpty(Conflict):
    """The department has nobody in its first post here, so nobody would sign."""

    code, sentence = "tickets.post_empty", "这个部门在本地还没有登记 A 岗，请先登记再交办。"


class SamePerson(Invalid):
    """First person and stand-in must be two people."""

    code, sentence = "tickets.same_person", "A 岗和 B 岗不能是同一个人。"


class NotAnOfficer(Invalid):
    """Posts are held by officers of the same township or county."""

    code, sentence = "tickets.not_an_officer", "请选择本地已授予工作人员身份的人。"


class NotPassedUp(Conflict):
    """The county gets what the township has passed up."""

    code, sentence = "tickets.not_passed_up", "先由乡镇小闭环办理，办不了的由乡镇上报县级。"


class ExtensionTooLong(Invalid):
    """More time than was first given, or not later than now promised."""

    code, sentence = "tickets.extension_too_long", "延长的时间不能超过原来的期限，请选早一些的日期。"


class ExtensionTooLate(Conflict):
    """The deadline has passed; extensions are asked for before."""

    code, sentence = "tickets.extension_too_late", "期限已过，不能再申请延期。"


class ExtendedEnough(Conflict):
    """It was extended as often as may be."""

    code, sentence = "tickets.extended_enough", "已经延期两次，不能再延。"


class OwnRequest(Forbidden):
    """Whoever asked would be granting it."""

    code, sentence = "tickets.own_request", "自己申请的事要由另一个人批准。"


class CountyOnly(Forbidden):
    """A second extension is the county's to grant."""

    code, sentence = "tickets.county_only", "第二次延期由县级批准。"


class NothingCovered(Invalid):
    """A part of the photo is named that there is not."""

    code, sentence = "tickets.nothing_covered", "请从列表里选要遮住的部分。"


class NothingToSplit(Invalid):
    """What was chosen is not this report's, or cannot stand in a report of its own."""

    code, sentence = "tickets.nothing_to_split", "请从这件报事的照片里选。"


class StrangeCause(Invalid):
    """A clock stands still only for a listed cause."""

    code, sentence = "tickets.strange_cause", "只有列出的原因才能暂缓，请从列表里选择。"


class PartTooLong(Invalid):
    """No part has longer than the whole."""

    code, sentence = "tickets.part_too_long", "协同任务的期限不能晚于牵头单位的期限。"


class PartsOpen(Conflict):
    """A department that must cooperate is not done."""

    code, sentence = "tickets.parts_open", "还有协同部门没有办好，不能办结；确实不需要的请写明理由取消。"


class ChangedMeanwhile(Conflict):
    """A colleague took a step since this form was opened; what was typed is kept."""

    code, sentence = (
        "tickets.changed_meanwhile",
        "您填写期间，同事已经办了一步（见办理经过第一条）。您写的内容还在，请看过以后再提交一次。",
    )


class PlaceholderOpen(Invalid):
    """Words for the resident still hold a placeholder that nobody filled (TK-33)."""

    code, sentence = "tickets.placeholder_open", "话里还有没填的占位词，请填好或删掉再发。"


class BadPlaceholder(Invalid):
    """A template has a brace that opens no placeholder, so nobody would be stopped from sending it."""

    code, sentence = (
        "tickets.bad_placeholder",
        "占位词请写成 {上门时间} 这样：花括号成对，里面以汉字开头，最多 20 个字。",
    )


class BadCategory(Invalid):
    """The report cannot be moved into this category; the sentence says why (TK-56)."""

    code, sentence = "tickets.bad_category", "不能改成这一类，请另选。"


class ChecklistOpen(Conflict):
    """A point that must be checked is not checked yet; the sentence names it (TK-34)."""

    code, sentence = "tickets.checklist_open", "检查单上还有必查的项没有打勾，查过以后才能完工。"


class BadChecklist(Invalid):
    """A checklist without lines, or with more than anybody looks at."""

    code, sentence = "tickets.bad_checklist", "一行写一项，1 到 30 项，每项最多 100 个字。"


class UnknownPoint(Invalid):
    """A point was ticked that is on none of the ticket's checklists."""

    code, sentence = "tickets.unknown_point", "检查单已经变了，请刷新页面后再勾。"


class TooManyFilters(Conflict):
    """Somebody has saved as many filters as one can still find one's way in."""

    code, sentence = "tickets.too_many_filters", "最多存 20 个筛选，请先删掉不用的。"


class SimilarOpen(Conflict):
    """Something of the kind is open nearby; the person has not yet said that theirs is another matter."""

    code = "tickets.similar_open"
    sentence = "附近已经有人报过类似的事，请先看看是不是同一件；不是的话，请勾选“不是同一件”再提交。"


class BadNeed(Invalid):
    """A ticket waits for another open one of its estate that its reader can see, and never in a circle."""

    code, sentence = "tickets.bad_need", "请填本小区另一件还在办理的工单编号；两件不能互相等。"


class NeededOpen(Conflict):
    """Another ticket has to be done first; the sentence names it (TK-35)."""

    code, sentence = "tickets.needed_open", "要先办好的工单还没有办好，这一件不能算已解决。"


class ReportsBlocked(Forbidden):
    """No reports are taken from this phone for now; the sentence says until when and how to appeal (TK-58)."""

    code, sentence = "tickets.reports_blocked", "您的手机号暂时不能报事，紧急情况不受影响；可以提出申诉。"


class TooManyReports(TooMany):
    """One person files only so many reports a day; emergencies are always taken."""

    code, sentence = "tickets.too_many_reports", "您今天报的事已经很多，请明天再报；紧急情况照样可以报。"


class BlockMoved(Conflict):
    """A block or an appeal stands elsewhere by now; the sentence says where."""

    code, sentence = "tickets.block_moved", "情况已经变化，请刷新页面后再看。"
