"""Tables of messages, announcements, roll calls and the statutory board."""

from linli.domains.notices.models.announcements import (
    Announcement,
    AnnouncementRead,
    AnnouncementRecipient,
    AnnouncementTemplate,
    AnnouncementVersion,
    Outage,
)
from linli.domains.notices.models.board import BoardItem, BoardProof
from linli.domains.notices.models.messages import Message, MessageWish
from linli.domains.notices.models.rollcalls import RollCall, RollCallHome, RollCallWord

__all__ = [
    "Announcement",
    "AnnouncementRead",
    "AnnouncementRecipient",
    "AnnouncementTemplate",
    "AnnouncementVersion",
    "BoardItem",
    "BoardProof",
    "Message",
    "MessageWish",
    "Outage",
    "RollCall",
    "RollCallHome",
    "RollCallWord",
]
