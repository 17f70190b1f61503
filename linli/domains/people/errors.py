"""What this room refuses. Sign-in refusals do not tell whether an account exists."""

from linli.kernel.refusals import Conflict, Forbidden, Invalid, Unauthenticated


class WrongCode(Unauthenticated):
    """The one-time code is wrong, used, too old, or was tried too often."""

    code, sentence = "people.wrong_code", "验证码不对或已失效，请核对后再输，或重新获取。"


class WrongPassword(Unauthenticated):
    """Username, password or second factor do not fit together."""

    code, sentence = "people.wrong_password", "用户名、密码或动态码不对，请核对后再试。"


class NotAPhone(Invalid):
    """The text is no mobile number of the mainland."""

    code, sentence = "people.not_a_phone", "请填写 11 位手机号码。"


class WeakPassword(Invalid):
    """The password is too short or too common."""

    code, sentence = "people.weak_password", "密码至少 10 位，不要用常见或连续的密码。"


class WrongSetupCode(Forbidden):
    """The code for a first password is wrong, used or too old."""

    code, sentence = "people.wrong_setup_code", "开通码不对或已过期，请向给您开通账号的人要一个新的。"


class SecondFactorNeeded(Forbidden):
    """A staff role cannot be used before the second factor is set up and shown."""

    code, sentence = "people.second_factor_needed", "工作身份需要先绑定并验证动态码。"


class NotYourRole(Forbidden):
    """The account does not hold the role it wants to act in."""

    code, sentence = "people.not_your_role", "您没有这个身份，请重新选择。"


class UsernameTaken(Conflict):
    """The username is in use."""

    code, sentence = "people.username_taken", "这个用户名已经有人用了，请换一个。"


class PhoneTaken(Conflict):
    """The phone number belongs to another account."""

    code, sentence = "people.phone_taken", "这个手机号已经绑定了其他账号。"


class AlreadyThere(Conflict):
    """The person already belongs to the unit in that way."""

    code, sentence = "people.already_there", "您已经绑定过这套房屋了。"


class ClaimDecidedAlready(Conflict):
    """Somebody decided the claim before."""

    code, sentence = "people.claim_decided", "这个申请已经处理过了。"


class WrongInvitation(Invalid):
    """The invitation is wrong, used, revoked or too old."""

    code, sentence = "people.wrong_invitation", "邀请码不对、已用过或已过期，请向业主要一个新的。"


class MayNotGrant(Forbidden):
    """The role or the scope is beyond what the granting person may give."""

    code, sentence = "people.may_not_grant", "您不能授予这个身份，或者它超出了您管理的范围。"


class TooManyTokens(Conflict):
    """An account keeps only so many access tokens."""

    code, sentence = "people.too_many_tokens", "令牌太多了，请先停用不用的。"


class RoleEnded(Conflict):
    """The role was taken back before."""

    code, sentence = "people.role_ended", "这个身份已经收回了。"


class SecondPersonNeeded(Forbidden):
    """Whoever proposed a change of the register cannot confirm it too (check B-13)."""

    code, sentence = (
        "people.second_person_needed",
        "名册变更要由另一位工作人员确认，您不能确认自己提出的变更。",
    )


class ChangeDecidedAlready(Conflict):
    """Somebody confirmed or refused the change before."""

    code, sentence = "people.change_decided", "这项变更已经处理过了。"


class ChangePending(Conflict):
    """The unit has another change waiting for its second person."""

    code, sentence = "people.change_pending", "这套房屋已有一项变更等待确认，请先处理。"


class RosterClosed(Conflict):
    """The roster was applied, handed in or given up before, and stays as it is."""

    code, sentence = "people.roster_closed", "这份名册已经不在核对中，不能再改。请刷新页面看最新情况。"


class RowsWaiting(Conflict):
    """An import is all or nothing (check C-9)."""

    code, sentence = "people.roster_rows_waiting", "还有存疑或不能识别的行，请全部处理后再导入。"


class NothingToChange(Conflict):
    """The roster says what the register says already (EI-05)."""

    code, sentence = "people.roster_nothing_new", "名册与现有登记完全一致，不需要导入。"


class SeenIsOld(Conflict):
    """The register or the roster has changed since the officer looked."""

    code, sentence = "people.roster_seen_is_old", "您查看以后内容有了变化，请重新核对再确认。"


class DayMissing(Invalid):
    """A unit goes to other owners and nobody said since when."""

    code, sentence = "people.roster_day_missing", "有房屋换了产权人，请先填写过户日期。"


class WrongDay(Invalid):
    """The day of a sale lies ahead."""

    code, sentence = "people.roster_wrong_day", "过户日期不能晚于今天。"


class NoSuchRow(Invalid):
    """A correction names no row of the roster."""

    code, sentence = "people.roster_no_such_row", "名册里没有这一行，请刷新页面后再改。"


class NotAnOwnerThere(Invalid):
    """The person is no owner of the unit today."""

    code, sentence = "people.not_an_owner_there", "请选择这套房屋现在的一位业主。"


class NoSuchUnit(Invalid):
    """What was typed names no unit of the estate."""

    code, sentence = "people.no_such_unit", "没有找到这个房号，请照房产证填写，例如 3幢2单元501。"


class NoSuchAccount(Invalid):
    """What was typed names no account."""

    code, sentence = (
        "people.no_such_account",
        "没有找到这个账号，请核对用户名或手机号；还没有账号的请先开通。",
    )


class NoSuchPlace(Invalid):
    """A role was to be given in a place that does not exist or lies out of reach."""

    code, sentence = "people.no_such_place", "没有找到这个范围，请重新选择。"


class NotATenant(Conflict):
    """Only a tenant of today is let pay; family may anyway."""

    code, sentence = "people.not_a_tenant", "只有现在住在这里的租客需要业主同意才能缴费。"
