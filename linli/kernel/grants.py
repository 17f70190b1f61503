"""Deciding who may do what, from tables that the rooms publish."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from linli.kernel.actors import Actor, Role

Test = Callable[[Actor, Any], bool]


@dataclass(frozen=True, slots=True)
class May:
    """One way an act is allowed: these roles, and where given, only when the test holds.

    `when` is the test in a few Chinese words, for the printed permission matrix.
    """

    roles: frozenset[Role]
    when: str = ""
    test: Test | None = None

    def holds(self, actor: Actor, subject: Any) -> bool:
        """Whether this way admits the actor to the subject."""
        return actor.role in self.roles and (self.test is None or self.test(actor, subject))


Table = Mapping[Any, tuple[May, ...]]


def may(*roles: Role, when: str = "", test: Test | None = None) -> May:
    """Anyone acting in one of `roles`; with `test`, only where it holds."""
    return May(frozenset(roles), when, test)


def permits(table: Table, actor: Actor, act: StrEnum, subject: Any = None) -> bool:
    """An act is granted when any one of its rules holds; an unlisted act is a KeyError."""
    return any(rule.holds(actor, subject) for rule in table[act])
