"""What happens when something happens: the whole of linli's cause and effect, on one page."""

from flask import Flask

from config import BadSetting, Settings
from linli.domains.notices import reactions as notices
from linli.domains.notices.events import AnnouncementPublished
from linli.domains.notices.ports import Sms
from linli.domains.people.events import ClaimDecided, LoginCodeAsked
from linli.domains.voting.ports import BundleSigner
from linli.gateways import bundle_key, sms
from linli.gateways.storages import storage_at
from linli.platform.bus import subscribe
from linli.platform.ports import bind
from linli.platform.storage import Storage


def connect() -> None:
    """Say who hears of what. `together` shares the deed's transaction; `later` is promised in the outbox."""
    subscribe(LoginCodeAsked, together=(notices.send_login_code,))
    subscribe(ClaimDecided, later=(notices.tell_claimant,))
    subscribe(AnnouncementPublished, later=(notices.tell_the_estate,))


def bind_gateways(app: Flask, settings: Settings) -> None:
    """Give each room's ports the part of the outside world that the settings name."""
    bind(app, BundleSigner, bundle_key.KeyInFolder(settings.data_dir))
    try:
        bind(app, Sms, sms.sms_at(settings.sms, key=settings.sms_key))
        bind(app, Storage, storage_at(settings.storage, data_dir=settings.data_dir))
    except ValueError as fault:
        raise BadSetting(str(fault)) from None
