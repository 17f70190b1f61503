"""One small question whose answer changes whenever anything that is public about stars changes."""

from sqlalchemy import func, select

from linli.domains.rating.models import PrizePayment, PrizeShare, Redrawing, ScoreCorrection, ScoreSheet
from linli.domains.rating.rules.states import State
from linli.domains.takeover import queries as takeovers
from linli.platform.db import db
from linli.platform.transactions import seeing_every_estate


def stamp() -> str:
    """Counts and newest moments of what the public pages of stars are made of, in one statement."""
    confirmed = ScoreSheet.state == State.CONFIRMED
    asked = select(
        select(func.count()).where(confirmed).select_from(ScoreSheet).scalar_subquery(),
        select(func.max(ScoreSheet.confirmed_at)).where(confirmed).scalar_subquery(),
        select(func.max(ScoreCorrection.signed_at)).scalar_subquery(),
        select(func.count()).select_from(Redrawing).scalar_subquery(),
        select(func.count()).select_from(PrizeShare).scalar_subquery(),
        select(func.count()).select_from(PrizePayment).scalar_subquery(),
        takeovers.changes().scalar_subquery(),
    )
    with seeing_every_estate():
        return "/".join(str(one) for one in db.session.execute(asked).one())
