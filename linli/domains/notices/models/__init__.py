"""Tables of messages, announcements, banners, roll calls and the statutory board."""

from linli.domains.notices.models.announcements import (
    Announcement,
    AnnouncementRead,
    AnnouncementRecipient,
    AnnouncementTemplate,
    AnnouncementVersion,
    Outage,
)
from linli.domains.notices.models.banners import Banner
from linli.domains.notices.models.board import BoardItem, BoardProof
from linli.domains.notices.models.drawings import PdfDrawing
from linli.domains.notices.models.messages import Message, MessageWish
from linli.domains.notices.models.rollcalls import RollCall, RollCallHome, RollCallWord

__all__ = [
    "Announcement",
    "AnnouncementRead",
    "AnnouncementRecipient",
    "AnnouncementTemplate",
    "AnnouncementVersion",
    "Banner",
    "BoardItem",
    "BoardProof",
    "Message",
    "MessageWish",
    "Outage",
    "PdfDrawing",
    "RollCall",
    "RollCallHome",
    "RollCallWord",
]
