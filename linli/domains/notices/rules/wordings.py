"""What messages say, by template, and where they lead in the app."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from linli.domains.notices.rules.ticket_wordings import TICKETS


@dataclass(frozen=True, slots=True)
class Wording:
    """What a message says, with blanks for its params, and where it leads in the app."""

    title: str
    text: str
    href: str = ""


_VOTE = "/e/{estate_id}/votes/{vote_id}"
_ELECTION, _COMMITTEE = "/e/{estate_id}/elections/{election_id}", "/e/{estate_id}/committee"
_SURVEY = "/e/{estate_id}/surveys/{survey_id}"
_TOPIC, _CASE = "/e/{estate_id}/topics/{object_id}", "/e/{estate_id}/moderation/{object_id}"
_PROPOSAL = "/e/{estate_id}/proposals/{object_id}"
_DECORATION = "/e/{estate_id}/decorations/{decoration_id}"
_COMPLAINT = "/e/{estate_id}/complaints/{complaint_id}"
_RATED = "/work/e/{estate_id}/rating/{year}"
_PLAN = "/e/{estate_id}/bills/plans/{plan_id}"
_NOTICE, _ROLL_CALL = "/e/{estate_id}/notices/{announcement_id}", "/e/{estate_id}/roll-calls/{roll_call_id}"
WORDINGS: Mapping[str, Wording] = MappingProxyType(
    {template: Wording(*said) for template, said in TICKETS.items()}
    | {
        "comment_replied": Wording("有邻居回复了您", "去看看他怎么说。", _TOPIC),
        "person_mentioned": Wording("有人在议题里提到您", "请看看，需要的话回一句。", _TOPIC),
        "topic_answered": Wording("您的议题有答复了", "答复和署名都在议题里。", _TOPIC),
        "post_hidden": Wording("您的一条内容被隐藏了", "请看理由；不同意的，7 天内可以申诉。", _CASE),
        "report_decided": Wording("您举报的内容处理好了", "请看处理结果和理由。", _CASE),
        "appeal_decided": Wording("您的申诉有结果了", "请看处理结果和理由。", _CASE),
        "proposal_reached": Wording("您发起的联名达到了", "业委会的办理期限从今天开始算。", _PROPOSAL),
        "proposal_answered": Wording("您发起的联名有答复了", "请看答复。", _PROPOSAL),
        "converted_to_item": Wording(
            "您提的事要表决了", "已经列入表决草稿，公告时会再通知您。", "/e/{estate_id}/votes"
        ),
        "digest_made": Wording(
            "您关注的议事有新进展", "每天汇总一次，点开看看。", "/e/{estate_id}/topics/digest"
        ),
        "complaint_extended": Wording("您的投诉要多几天", "社区延长了一次期限，原因写在里面。", _COMPLAINT),
        "complaint_answered": Wording("您的投诉有答复了", "满意不满意，请说一声。", _COMPLAINT),
        "complaint_reviewed": Wording("街道答复了您的投诉", "满意不满意，请说一声。", _COMPLAINT),
        "statement_asked": Wording(
            "社区请你们说明情况",
            "收到一件投诉，请在 3 个工作日内说明。",
            "/work/e/{estate_id}/company-statements/{statement_id}",
        ),
        "decoration_acknowledged": Wording("可以开工装修了", "请先看告知书，遵守施工时间。", _DECORATION),
        "decoration_found": Wording("装修巡查发现违规", "请马上停下来，按要求整改。", _DECORATION),
        "decoration_closed": Wording("装修验收好了", "装修登记已经办结。", _DECORATION),
        "login_code": Wording("登录验证码", "验证码 5 分钟内有效，请勿告诉他人。"),
        "login_code_voice": Wording("登录验证码（语音）", "请接听来电，听取 6 位验证码，请勿告诉他人。"),
        "force_meeting": Wording("专班开会：{title}", "{at}，{place}。", "/work/taskforces/{force_id}"),
        "force_task_due": Wording(
            "专班任务快到期", "{title}，{due} 前完成。", "/work/taskforces/{force_id}/chart"
        ),
        "force_task_late": Wording(
            "专班任务已超期", "{title}，应在 {due} 前完成，请马上办理。", "/work/taskforces/{force_id}/chart"
        ),
        "governance_failures": Wording(
            "有 {count} 条上报四平台的消息失败", "看看原因，可以一键重发。", "/work/e/{estate_id}/governance"
        ),
        "claim_approved": Wording("房屋认证通过了", "您现在可以在这个小区表决、缴费、报修。", "/me"),
        "claim_refused": Wording("房屋认证没有通过", "请查看原因，补充材料后可以再次申请。", "/me"),
        "vote_announced": Wording("小区将要表决", "请先看看议题、时间和您有几票。", _VOTE),
        "vote_reannounced": Wording("小区表决的内容改了", "已重新公告，期限重新计算，请再看一遍。", _VOTE),
        "vote_extension": Wording("投票时间延长了", "还没投票的，请在新的截止时间前投票。", _VOTE),
        "vote_early_end": Wording("投票提前结束了", "原因写在里面。", _VOTE),
        "proxy_given": Wording("一份投票委托生效了", "请看是谁委托谁、怎么投、到什么时候。", _VOTE),
        "proxy_revoked": Wording("一份投票委托撤回了", "对方不能再代投，请业主自己投票。", _VOTE),
        "proxy_used": Wording("受托人已经代投了一票", "票已投进票箱，可以看回执。", _VOTE),
        "vote_reminder": Wording("您还没有投票", "投什么由您决定，请在截止前投票。", _VOTE),
        "vote_closing_soon": Wording("投票快截止了", "还有不到一天，没投的请抓紧。", _VOTE),
        "vote_opened": Wording("小区表决开始了", "请在截止前投票。", _VOTE),
        "result_corrected": Wording("表决结果更正了", "名册有误已经更正，异议期重新计算。", _VOTE),
        "vote_revoked": Wording("一项决定被撤销", "请看撤销的机关、文号和理由。", _VOTE),
        "objection_answered": Wording("您的异议有答复了", "请查看答复。", _VOTE + "/objections"),
        "outcome_stated": Wording("您投过的表决有结果说明", "请看接下来怎么做。", _VOTE),
        "result_published": Wording("表决结果公布了", "有异议的，请在公示期内提出。", _VOTE),
        "vote_annulled": Wording("一次表决作废了", "原因写在里面。", _VOTE),
        "survey_published": Wording("想听听您的意见", "有一份问卷，租客也能参加，几分钟就好。", _SURVEY),
        "survey_closed": Wording(
            "问卷结果出来了", "大家怎么说的，现在可以看。", "/e/{estate_id}/surveys/{survey_id}/results"
        ),
        "survey_outcome": Wording("您参加的问卷有了下文", "看看采纳了什么、什么时候办。", _SURVEY),
        "nominations_opened": Wording("业委会候选人开始报名", "可以自荐，也可以联名推荐。", _ELECTION),
        "candidates_listed": Wording("业委会候选人名单公示了", "有异议的，请在公示期内提出。", _ELECTION),
        "committee_formed": Wording("新一届业主委员会产生了", "请看成员名单和任期。", _COMMITTEE),
        "committee_not_formed": Wording("业主委员会没有选成", "原因写在里面。", _COMMITTEE),
        "formation_revoked": Wording("业主委员会的选举被撤销", "请看撤销的机关、文号和理由。", _COMMITTEE),
        "substitute_moved_up": Wording("业委会候补委员递补了", "按得票顺序递补了空缺。", _COMMITTEE),
        "new_election_needed": Wording("业主委员会须重新选举", "委员不足，社区会组织选举。", _COMMITTEE),
        "committee_meeting": Wording(
            "业委会要开会", "请看议题，报名参加。", "/work/e/{estate_id}/committee/meetings/{meeting_id}"
        ),
        "minutes_published": Wording(
            "业委会会议纪要公布了", "请看议了什么、怎么定的。", _COMMITTEE + "/meetings/{meeting_id}"
        ),
        "accounts_disclosed": Wording(
            "小区账目公布了", "请看收支和凭证。", _COMMITTEE + "/disclosures/{disclosure_id}"
        ),
        "common_disclosed": Wording(
            "公共收益公布了", "请看收支和凭证，有疑问可以提问。", "/e/{estate_id}/common-income/{common_id}"
        ),
        "common_answered": Wording(
            "您问的公共收益有答复了", "请看答复。", "/e/{estate_id}/common-income/entries/{entry_id}"
        ),
        "invoice_issued": Wording("发票开好了", "可以在发票里下载。", "/e/{estate_id}/invoices/{invoice_id}"),
        "invoice_declined": Wording("发票没有开成", "请看原因。", "/e/{estate_id}/invoices/{invoice_id}"),
        "fund_settled": Wording(
            "维修项目已结算", "方案和结算可以对照着看。", "/e/{estate_id}/fund/{project_id}"
        ),
        "deposit_settled": Wording("押金已结清", "请看退款和扣款的明细。", "/e/{estate_id}/deposits"),
        "invoice_reversed": Wording("发票已红冲", "请看原因。", "/e/{estate_id}/invoices/{invoice_id}"),
        "bill_issued": Wording("有新的账单", "请核对金额，在到期前缴。", "/e/{estate_id}/bills"),
        "bill_before": Wording("账单快到期了", "还有账单没有缴，请在到期前缴。", "/e/{estate_id}/bills"),
        "bill_day_7": Wording(
            "账单已过缴费日", "有账单已逾期 7 天，请尽快缴；对账单有疑问可以提异议。", "/e/{estate_id}/bills"
        ),
        "bill_day_30": Wording(
            "账单逾期一个月", "有账单已逾期 30 天，请尽快缴；对账单有疑问可以提异议。", "/e/{estate_id}/bills"
        ),
        "bill_letter": Wording(
            "收到缴费催告书", "物业公司发出了书面催告，请在 15 天内缴清或提异议。", "/e/{estate_id}/bills"
        ),
        "dispute_answered": Wording(
            "账单异议有了答复", "请看物业公司的答复。", "/e/{estate_id}/bills/{bill_id}"
        ),
        "plan_proposed": Wording("可以分期缴欠费", "物业提出了分期约定，请业主看过再答复。", _PLAN),
        "plan_running": Wording("分期约定生效了", "按约缴纳期间不再催缴，不加违约金。", _PLAN),
        "plan_declined": Wording("分期约定没有谈成", "需要时可以请物业再提一份。", _PLAN),
        "plan_kept": Wording("分期已经缴清", "谢谢您按约缴清。", _PLAN),
        "plan_broken": Wording("分期约定已终止", "有一期没有按时缴，请尽快缴清或联系物业。", _PLAN),
        "books_failed": Wording(
            "账簿核对发现问题",
            "有 {count} 处账对不上，请马上查看，查清前不要结账。",
            "/work/e/{estate_id}/fees/books",
        ),
        "payment_settled": Wording("缴费成功", "收据在缴费记录里。", "/e/{estate_id}/bills"),
        "announcement": Wording("{title}", "{sender}发布了公告。", _NOTICE),
        "emergency": Wording("紧急：{title}", "{sender}发出紧急通知，请马上看。", _NOTICE),
        "announcement_again": Wording("请看：{title}", "{sender}的公告您还没有看，请抽空看一下。", _NOTICE),
        "announcement_corrected": Wording("更正：{title}", "您看过的公告有更正，请再看一遍。", _NOTICE),
        "announcement_withdrawn": Wording("撤回：{title}", "您看过的公告已经撤回，内容不再有效。", _NOTICE),
        "outage_over": Wording("{title}", "{sender}：请检查家里的开关和龙头。", _NOTICE),
        "satisfaction_asked": Wording(
            "满意物业万户评开始了", "每户一份，十道题，两分钟就好。", "/e/{estate_id}/satisfaction"
        ),
        "satisfaction_reminded": Wording(
            "您家还没有评物业", "每户一份，十道题，请在截止前评一评。", "/e/{estate_id}/satisfaction"
        ),
        "credit_notified": Wording(
            "信用信息告知：{title}", "请核对事实，有异议的请在期限内提出。", "/work/credit/{item_id}"
        ),
        "credit_decided": Wording(
            "信用信息有处理结果：{title}", "请看决定和理由。", "/work/credit/{item_id}"
        ),
        "list_notified": Wording(
            "拟列入{title}", "请看理由和证据，公布以前可以申辩。", "/work/credit-list/{entry_id}"
        ),
        "list_published": Wording("{title}公布了", "请看公布的内容和期限。", "/work/credit-list/{entry_id}"),
        "black_again": Wording(
            "{estate_name}的物业连续两个季度列入黑榜",
            "请督促整改；换不换物业由业主共同决定。",
            "/p/credit-list",
        ),
        "rating_preliminary": Wording(
            "{year} 年小区测评初评公示了",
            "请核对各项得分；有异议的，公示期满后五个工作日内可以申诉。",
            _RATED + "/course",
        ),
        "rating_appeal": Wording("测评申诉有答复了", "请看答复和改后的分数。", _RATED + "/course"),
        "rating_confirmed": Wording(
            "{year} 年评为 {stars} 星小区", "请看各项得分和升星建议。", "/p/estates/{estate_id}"
        ),
        "prize_paid": Wording("{year} 年升星奖补已付", "请核对金额和凭证。", "/p/estates/{estate_id}"),
        "taken_over": Wording(
            "小区由国有物业托底", "从 {since} 到 {until}，照常报修、缴费。", "/p/estates/{estate_id}"
        ),
        "takeover_ended": Wording(
            "小区的物业托底结束了", "最后一天是 {ended}，之后由谁服务请问社区。", "/p/estates/{estate_id}"
        ),
        "roll_call": Wording("应急点名：{title}", "请马上报平安，或者告诉我们您需要帮助。", _ROLL_CALL),
    }
)


class _Blanks(dict[str, str]):
    """A blank without a value stays empty."""

    def __missing__(self, key: str) -> str:
        return ""


def word(template: str, params: Mapping[str, object]) -> Wording:
    """What a message says with its blanks filled."""
    wording = WORDINGS[template]
    filled = _Blanks({name: str(value) for name, value in params.items()})
    return Wording(*(text.format_map(filled) for text in (wording.title, wording.text, wording.href)))
