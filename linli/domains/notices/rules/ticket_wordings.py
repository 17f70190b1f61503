"""What people are told of reports: of each step the reporter and those who follow, of alarms whoever is on duty."""

from types import MappingProxyType

_OWN, _SHARED = "/e/{estate_id}/tickets/{ticket_id}", "/e/{estate_id}/tickets/{ticket_id}/shared"
_WORK, _INCIDENT = "/work/e/{estate_id}/tickets/{ticket_id}", "/e/{estate_id}/incidents/{incident_id}"
_BLOCKED = "/e/{estate_id}/tickets/blocked"

# step: what happened; how it goes on for the reporter, and for whoever follows
_STEPS = {
    "accepted": ("已受理", "会尽快安排，随时可以来看进展。", "会尽快安排，随时可以来看进展。"),
    "rejected": ("没有受理", "原因写在里面，有疑问可以打电话问。", "有疑问可以打电话问。"),
    "merged": (
        "并入了同一件事",
        "和另一件报事一起办理，有进展照样通知您。",
        "和另一件一起办理，有进展照样通知您。",
    ),
    "withdrawn": ("撤回了", "这件报事已经撤回。", "报事人撤回了；问题还在的话，请您来报。"),
    "assigned": ("已派给师傅", "师傅接单后会再通知您。", "师傅接单后会再通知您。"),
    "signed": ("师傅已接单", "师傅会按时来，请保持电话畅通。", "师傅会按时来处理。"),
    "started": ("开始处理了", "师傅已经到场。", "师傅已经到场。"),
    "extended": ("延长了办理时间", "新的期限写在里面。", "会继续办理。"),
    "suspended": ("暂缓办理", "原因写在里面，恢复时会通知您。", "恢复时会通知您。"),
    "resumed": ("恢复办理了", "期限接着算。", "会继续办理。"),
    "to_developer": ("转给开发商保修", "在保修期内，免费维修；怎么约定的写在里面。", "由开发商保修。"),
    "finished": ("办好了", "请看看办得怎么样，给个评价。", "问题还在的话，请重新报事。"),
    "reopened": ("重新办理", "会再安排人处理。", "会再安排人处理。"),
    "replied": ("有了答复", "答复写在里面，请您看看。", "正在办理，随时可以来看进展。"),
    "photo_covered": ("有照片遮挡了一部分", "原因写在里面。", "报事照常办理。"),
    "photo_removed": ("有照片被移除了", "原因写在里面。", "报事照常办理。"),
    "closed": ("已办结", "谢谢您报事。", "谢谢您关注。"),
}

#: template: title, text, where it leads
TICKETS = MappingProxyType(
    {f"ticket_{step}": (f"您报的事{said}", own, _OWN) for step, (said, own, _) in _STEPS.items()}
    | {f"followed_{step}": (f"您关注的事{said}", other, _SHARED) for step, (said, _, other) in _STEPS.items()}
    | {
        "duty_alarm": ("紧急报事，请马上接单", "{category}，{place}。第 {ring} 次呼叫，接单后停止。", _WORK),
        "repair_quoted": ("维修报价，请您确认", "您同意以后才动工，账单和报价一致。", f"{_OWN}/quote"),
        "ticket_urged": ("居民在催办", "请看看卡在哪里，尽快给个说法。", _WORK),
        "ticket_later": ("上次报的事，现在还好吗？", "几周前办结的，请说一声，只问这一次。", f"{_OWN}/later"),
        "reporter_blocked": (
            "您的手机号暂时不能报事",
            "到 {until} 恢复，原因写在里面；紧急情况照样可以报。觉得不对可以申诉。",
            _BLOCKED,
        ),
        "appeal_granted": ("申诉通过，可以报事了", "街道同意了您的申诉，限制已经解除。", _BLOCKED),
        "appeal_refused": ("申诉没有通过", "街道的答复写在里面。", _BLOCKED),
        "incident_told": ("{title}", "{words}", _INCIDENT),
        "incident_closed": ("{title}：已处理好", "{words}", _INCIDENT),
    }
)
