"""What this room refuses."""

from linli.kernel.refusals import Conflict, Forbidden, Invalid


class DebateClosed(Conflict):
    """A topic was closed with its conclusion; nobody posts any more."""

    code, sentence = "deliberation.debate_closed", "这个议题已经结束，不能再发言。结论在最上面。"


class WrongStep(Conflict):
    """The topic or proposal stands where this cannot be done."""

    code, sentence = "deliberation.wrong_step", "现在的进度不能办这一步，请刷新页面后再看。"


class TooManyFiles(Invalid):
    """More files than one post holds."""

    code, sentence = "deliberation.too_many_files", "一次最多 9 张图片、3 份文件，请去掉几个再发。"


class StrangeMention(Invalid):
    """Somebody was named who does not take part in the topic."""

    code, sentence = "deliberation.strange_mention", "只能提醒参加过这个议题的人，请从名单里选。"


class ReplyTooDeep(Invalid):
    """A reply to a reply."""

    code, sentence = "deliberation.reply_too_deep", "请回复这一层的第一条意见。"


class NicknameTaken(Conflict):
    """A neighbour has the nickname."""

    code, sentence = "deliberation.nickname_taken", "这个昵称已经有邻居在用，请换一个。"


class NicknameTelling(Invalid):
    """The nickname gives away a phone number or a room."""

    code, sentence = "deliberation.nickname_telling", "昵称里不要写电话或房号，2 到 12 个字。"


class UnknownRule(Invalid):
    """One of the estate's own rules has a value that it cannot have."""

    code, sentence = "deliberation.unknown_rule", "小区的议事设置有一项填得不对，请联系社区。"


class OwnPost(Forbidden):
    """Somebody reports or supports what they wrote themselves."""

    code, sentence = "deliberation.own_post", "这是您自己写的，不用举报。"


class AlreadyHidden(Conflict):
    """The post is hidden."""

    code, sentence = "deliberation.already_hidden", "这条内容已经隐藏。"


class AlreadyReported(Conflict):
    """The same person reported the same post before, and it is being looked at."""

    code, sentence = "deliberation.already_reported", "您已经举报过这条内容，处理后会告诉您。"


class AppealOver(Conflict):
    """It was appealed once, or the days for it have passed."""

    code, sentence = "deliberation.appeal_over", "申诉只能提一次，而且要在隐藏后 7 天内。"


class SamePerson(Forbidden):
    """Whoever hid a post does not decide on the appeal."""

    code, sentence = "deliberation.same_person", "申诉要由另一个人处理，不能是当初隐藏的人。"


class NotAnOwnerToday(Forbidden):
    """Only somebody who is an owner on the roll of today can propose and sign."""

    code, sentence = (
        "deliberation.not_on_the_roll",
        "只有名册上的业主能联名。共有房屋由推选的共有人签；有疑问请联系社区。",
    )


class AlreadySigned(Conflict):
    """Every unit of this person is signed for: by the person, or by a co-owner."""

    code, sentence = "deliberation.already_signed", "您的房屋已经签过名了，共有的房屋只计一次。"


class NotSigned(Conflict):
    """There is no signature of this person to withdraw."""

    code, sentence = "deliberation.not_signed", "您没有在这里签名，不用撤回。"


class SigningOver(Conflict):
    """The proposal has reached its share, was taken back, or its days are over."""

    code, sentence = "deliberation.signing_over", "这个提议的签名已经结束，不能再签名或撤回。"


class MemberMissing(Invalid):
    """A recall names nobody who sits in the committee today."""

    code, sentence = "deliberation.member_missing", "请选择要罢免的现任委员。"


class MemberNotAsked(Invalid):
    """A member is named though nobody is to be recalled."""

    code, sentence = (
        "deliberation.member_not_asked",
        "只有罢免委员的提议才选委员：请去掉委员，或者把要求改为罢免。",
    )


class NotReached(Conflict):
    """Too few owners signed for it to go any further."""

    code, sentence = "deliberation.not_reached", "联名还没有达到要求，不能办理这一步。"


class AlreadyConverted(Conflict):
    """It is an item of a vote already."""

    code, sentence = "deliberation.already_converted", "已经转为表决议题，请到那次表决里看。"


class TextUnchanged(Conflict):
    """The draft says the same as the version that is published."""

    code, sentence = "deliberation.text_unchanged", "文字和最新一版一样，没有可以发布的修改。"


class UnknownParagraph(Invalid):
    """The paragraph is in no version."""

    code, sentence = "deliberation.unknown_paragraph", "没有这一段，请刷新页面后再写。"


class TooLongText(Invalid):
    """More paragraphs than a rule text has, or one of them is too long."""

    code, sentence = "deliberation.too_long_text", "最多 400 段，每段最多 2000 个字。"
