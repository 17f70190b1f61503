"""Tables of messages and announcements."""

from linli.domains.notices.models.announcements import Announcement, AnnouncementRead
from linli.domains.notices.models.messages import Message, MessageWish

__all__ = ["Announcement", "AnnouncementRead", "Message", "MessageWish"]
