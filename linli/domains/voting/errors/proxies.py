"""What is refused of written proxies and of going from door to door."""

from linli.kernel.refusals import Conflict, Forbidden, Invalid


class NoSuchAgent(Invalid):
    """Nobody of this estate has that phone."""

    code, sentence = (
        "voting.no_such_agent",
        "没有找到这个手机号的住户。请让对方先登录，并认证为本小区的业主、家庭成员或租客。",
    )


class AgentIsVoter(Invalid):
    """One needs no proxy for a vote of one's own; nobody deals with himself (民法典第168条)."""

    code, sentence = "voting.agent_is_voter", "对方就是这一户的业主，不用委托，可以直接投票。"


class AgentIsStaff(Forbidden):
    """Those who work for the property company may not vote for owners (domain rules 1.4)."""

    code, sentence = "voting.agent_is_staff", "物业公司的工作人员不能代业主投票，请另找一位。"


class AgentIsCandidate(Invalid):
    """A candidate would choose freely about himself with another's vote (民法典第168条)."""

    code, sentence = (
        "voting.agent_is_candidate",
        "对方是这次选举的候选人，不能由他自己决定怎么投。请写明每一项怎么投，或另找一位。",
    )


class TooManyProxies(Conflict):
    """The estate's rules cap how many owners one person may vote for (舟山议事规则示范文本第17条)."""

    code, sentence = "voting.too_many_proxies", "对方代投的户数已到议事规则的上限，请另找一位。"


class ProxyChain(Conflict):
    """Whoever gave his own vote away takes no other's, and the other way round: no chains, no circles."""

    code, sentence = "voting.proxy_chain", "委托不能一环套一环：已经委托别人的，不能再代别人投票。"


class ProxyStands(Conflict):
    """There is a proxy already."""

    code, sentence = "voting.proxy_stands", "这一户已经委托了别人，请先撤回原来的委托。"


class ProxySpent(Conflict):
    """The ballot is in, or the proxy was revoked before."""

    code, sentence = "voting.proxy_spent", "这份委托已经用过或已经撤回，不能再改。"


class ProxyOver(Forbidden):
    """The proxy was revoked, is over, or waits for the second officer."""

    code, sentence = "voting.proxy_over", "这份委托没有生效、已经撤回或已经到期，不能代投。"


class BeyondInstructions(Invalid):
    """The agent must vote as the owner wrote (民法典第162条、第165条)."""

    code, sentence = "voting.beyond_instructions", "委托书写明了怎么投，请照委托人写的选。"


class InstructionsInSecret(Invalid):
    """In a secret vote nothing on this platform may say what a voter wants."""

    code, sentence = (
        "voting.instructions_in_secret",
        "不记名表决不能在平台上写明怎么投。请选“由对方决定”，意见当面告诉对方。",
    )


class PastEnd(Invalid):
    """The last day of a proxy lies before today."""

    code, sentence = "voting.proxy_past_end", "委托的最后一天不能早于今天。"


class RemindedToday(Conflict):
    """Those who have not voted were reminded less than a day ago."""

    code, sentence = "voting.reminded_today", "24 小时内已经提醒过一次，请明天再提醒。"


class NextBeforeToday(Invalid):
    """The next visit would have been before this one."""

    code, sentence = "voting.next_before_today", "下次联系的日期不能早于今天。"
