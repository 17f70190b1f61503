"""What is done with items and entries, each deed named once for the API and for the pages."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from linli.blueprints.reputation import schemas
from linli.domains.reputation.operations import listing, recording
from linli.domains.reputation.permissions import Act
from linli.kernel.actors import Actor
from linli.platform.web import In

Body = dict[str, Any]
Do = Callable[[Actor, Any, Body, datetime], Any]


@dataclass(frozen=True, slots=True)
class Verb:
    """A deed: its word in addresses, who may, what it brings, what it does."""

    word: str
    act: Act
    summary: str
    brings: type[In]
    do: Do

    def named(self, thing: str) -> str:
        """The word as a name of a function."""
        return f"{self.word.replace('-', '_')}_{thing}"


ITEM_VERBS = (
    Verb("notify", Act.NOTIFY, "复核同意，告知企业；五个工作日内可以提异议", schemas.NothingIn,
         lambda a, one, _, now: recording.notify(actor=a, item=one, now=now)),
    Verb("object", Act.OBJECT, "企业提异议，决定以前不生效", schemas.WordsIn,
         lambda a, one, body, now: recording.object_(actor=a, item=one, now=now, **body)),
    Verb("decide", Act.DECIDE, "对异议作决定，写明理由", schemas.DecideIn,
         lambda a, one, body, now: recording.decide(
             actor=a, item=one, upheld=body["upheld"], words=body["decision"], now=now)),
    Verb("withdraw", Act.WITHDRAW, "生效以前撤回，写明理由", schemas.WithdrawIn,
         lambda a, one, body, now: recording.withdraw(actor=a, item=one, words=body["why"], now=now)),
    Verb("ask-repair", Act.ASK_REPAIR, "企业申请信用修复，写明怎么整改的", schemas.WordsIn,
         lambda a, one, body, now: recording.ask_repair(actor=a, item=one, now=now, **body)),
    Verb("repair", Act.REPAIR, "同意或不同意修复，写明理由", schemas.RepairIn,
         lambda a, one, body, now: recording.repair(
             actor=a, item=one, granted=body["granted"], words=body["answer"], now=now)),
)  # fmt: skip
ENTRY_VERBS = (
    Verb("amend", Act.HANDLE, "告知以前改写理由和证据", schemas.AmendIn,
         lambda a, one, body, now: listing.amend(actor=a, entry=one, now=now, **body)),
    Verb("notify", Act.HANDLE, "告知企业；三个工作日内可以申辩", schemas.NothingIn,
         lambda a, one, _, now: listing.notify(actor=a, entry=one, now=now)),
    Verb("reply", Act.REPLY, "企业申辩", schemas.WordsIn,
         lambda a, one, body, now: listing.reply(actor=a, entry=one, now=now, **body)),
    Verb("strike", Act.HANDLE, "不上榜，写明理由", schemas.WithdrawIn,
         lambda a, one, body, now: listing.strike(actor=a, entry=one, words=body["why"], now=now)),
    Verb("publish", Act.HANDLE, "申辩期满后公布", schemas.NothingIn,
         lambda a, one, _, now: listing.publish(actor=a, entry=one, now=now)),
    Verb("talk", Act.HANDLE, "约谈，限期三十天整改", schemas.WordsIn,
         lambda a, one, body, now: listing.talk(actor=a, entry=one, now=now, **body)),
    Verb("check", Act.HANDLE, "复查；整改到位的当天销榜", schemas.CheckIn,
         lambda a, one, body, now: listing.check_again(
             actor=a, entry=one, passed=body["passed"], words=body["found"], now=now)),
)  # fmt: skip
