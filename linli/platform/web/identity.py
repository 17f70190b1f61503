"""What the doorway needs to know of people, without knowing the trade: a port."""

from typing import Protocol
from uuid import UUID

from linli.kernel.actors import Actor


class Identity(Protocol):
    """Who is at the door, and how far an actor's role reaches."""

    def actor(self) -> Actor | None:
        """Who sent the current request, acting in the one role that is active; None for a visitor."""

    def reaches(self, actor: Actor, estate_id: UUID) -> bool:
        """Whether the actor's scope covers the estate."""

    def offers(self, estate_id: UUID) -> bool:
        """Whether the estate uses the part of the platform that the current request belongs to."""

    def came_by_cookie(self) -> bool:
        """Whether the request was recognised by its cookie, so that a foreign page could have sent it."""

    def may_write(self) -> bool:
        """Whether the credentials allow more than reading."""
