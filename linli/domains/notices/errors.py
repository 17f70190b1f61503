"""What this room refuses."""

from linli.kernel.refusals import Conflict, Forbidden, Invalid


class CannotTurnOff(Invalid):
    """Legal notices and sign-in codes reach everybody (NT-10)."""

    code, sentence = "notices.cannot_turn_off", "表决、公示等依法必须通知的消息和登录验证码不能关闭。"


class AlreadyWithdrawn(Conflict):
    """The announcement was withdrawn before."""

    code, sentence = "notices.already_withdrawn", "这条公告已经撤回了。"


class EndsBeforeNow(Invalid):
    """An announcement would be over before it is read."""

    code, sentence = "notices.ends_before_now", "有效期要晚于发布的时间，也不能早于今天。"


class BadBannerTime(Invalid):
    """A banner would end before it begins, or stand longer than a disturbance lasts."""

    code, sentence = "notices.bad_banner_time", "横幅的时间不对，请核对开始和结束。"


class BannerOver(Conflict):
    """The banner is down already."""

    code, sentence = "notices.banner_over", "这条横幅已经撤下了。"


class NotTheProvider(Forbidden):
    """A delivery report without the provider's signature."""

    code, sentence = "notices.not_the_provider", "签名不对，回执没有接受。"


class NobodyThere(Invalid):
    """The chosen places and people make an empty list, or are not this estate's."""

    code, sentence = "notices.nobody_there", "这个范围里没有能收到的人，请重新选择发给谁。"


class ReachChanged(Conflict):
    """Between the preview and the sending somebody moved in or out."""

    code, sentence = "notices.reach_changed", "预览以后有人搬进或搬出，人数变了，请再看一遍再发。"


class BlanksLeft(Invalid):
    """A template's blank was not filled in."""

    code, sentence = "notices.blanks_left", "还有没填的空，请把［］里的内容写完整。"


class GoesInThePast(Invalid):
    """A moment to send that lies behind."""

    code, sentence = "notices.goes_in_the_past", "定时发送的时间要晚于现在；马上发就留空。"


class AlreadyReminded(Conflict):
    """The second notice goes out once (NT-09)."""

    code, sentence = "notices.already_reminded", "已经提醒过一次没看的人了，不再重复打扰。"


class NotOutYet(Conflict):
    """What waits for its time has neither readers nor a list."""

    code, sentence = "notices.not_out_yet", "这条公告还没有发出。"


class TooManyFiles(Invalid):
    """More files than one announcement carries."""

    code, sentence = "notices.too_many_files", "一条公告最多带 9 个图片或 PDF。"


class NoOutage(Conflict):
    """The outage is over already, or never was one."""

    code, sentence = "notices.no_outage", "这条公告不是停水停电通知，或者已经通知恢复了。"


class RollCallOver(Conflict):
    """The roll call was closed before."""

    code, sentence = "notices.roll_call_over", "这次点名已经结束了。"


class NoNeed(Conflict):
    """The home has not asked for help, or has said meanwhile that it is safe."""

    code, sentence = "notices.no_need", "这一户没有要帮助，或者已经报了平安，请刷新再看。"


class ShownTooShort(Invalid):
    """Fewer days on the board than the law wants."""

    code, sentence = "notices.shown_too_short", "公示的天数不够。"


class TakenDown(Conflict):
    """The item is off the board already."""

    code, sentence = "notices.taken_down", "这条公示已经撤下了。"


class NotPostedYet(Invalid):
    """A proof of days that are not over, out of order, or before the item was put up."""

    code, sentence = (
        "notices.not_posted_yet",
        "张贴的日期要从公示开始以后算起，前后顺序要对，也不能晚于今天。",
    )
