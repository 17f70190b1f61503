"""Written proxies (民法典第165条): who may vote for whom, until when, and how far the word of the owner binds."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from linli.domains.voting.errors import (
    AgentIsCandidate,
    AgentIsStaff,
    AgentIsVoter,
    BeyondInstructions,
    NoSuchAgent,
    ProxyChain,
    TooManyProxies,
)


class Powers(StrEnum):
    """What the agent may decide."""

    AS_TOLD = "as_told"
    FREE = "free"

    @property
    def title(self) -> str:  # type: ignore[override]
        """As people read it."""
        return {"as_told": "照我写的投", "free": "由对方决定"}[self]

    @property
    def hint(self) -> str:
        """What it means for the owner."""
        return {
            "as_told": "下面每一项都选好，对方只能照投。",
            "free": "对方按自己的判断替您投。",
        }[self]


class Standing(StrEnum):
    """Where a proxy stands at a moment."""

    WAITING = "waiting"
    STANDS = "stands"
    EXPIRED = "expired"
    REVOKED = "revoked"

    @property
    def title(self) -> str:  # type: ignore[override]
        """As people read it."""
        return {"waiting": "等复核", "stands": "有效", "expired": "已到期", "revoked": "已撤回"}[self]


@dataclass(frozen=True, slots=True)
class Agent:
    """What is known of somebody who is to vote for a voter.

    `part`: an owner of that voter; `held`: how many others' votes of this meeting he has; `gave`: his own vote
    is in another's hands.
    """

    lives_here: bool
    part: bool
    property_staff: bool
    candidate: bool
    held: int
    gave: bool


def check_agent(agent: Agent, *, powers: Powers, most: int) -> None:
    """Raises NoSuchAgent, AgentIsVoter, AgentIsStaff, AgentIsCandidate, ProxyChain, TooManyProxies."""
    if agent.part:
        raise AgentIsVoter
    if agent.property_staff:
        raise AgentIsStaff
    if not agent.lives_here:
        raise NoSuchAgent
    if agent.candidate and powers is Powers.FREE:
        raise AgentIsCandidate
    if agent.gave:
        raise ProxyChain("对方自己的票已经委托别人，不能再代您投票。")
    if agent.held >= most:
        raise TooManyProxies(f"每人最多代 {most} 户投票，对方已经满了，请另找一位。")


def standing(
    *, approved_at: datetime | None, revoked_at: datetime | None, until: datetime | None, now: datetime
) -> Standing:
    """Where a proxy stands. `until` is the first moment at which it is over; None: as long as the vote is open."""
    if revoked_at is not None:
        return Standing.REVOKED
    if until is not None and now >= until:
        return Standing.EXPIRED
    return Standing.WAITING if approved_at is None else Standing.STANDS


def check_within(powers: Powers, told: Mapping[str, Any], choices: Mapping[str, Any]) -> None:
    """Raises BeyondInstructions beside each item that is not as the owner wrote; the order of names is no matter."""
    if powers is Powers.FREE:
        return
    wrong = [number for number, one in choices.items() if _plain(one) != _plain(told.get(number))]
    if wrong:
        raise BeyondInstructions(
            field_errors={f"choice-{number}": ["请照委托人写的选。"] for number in wrong}
        )


def _plain(choice: Any) -> Any:
    return sorted(choice) if isinstance(choice, list) else choice
