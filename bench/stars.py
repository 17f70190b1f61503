"""The public page of an estate's star beside a page of the same frame that needs no database."""

from sqlalchemy import select

from bench import Pairs, benchmark, in_turn, rate
from bench._world import small_city
from linli.domains.rating.models import ScoreSheet
from linli.domains.rating.rules.states import State
from linli.platform.db import db
from linli.platform.transactions import transaction


@benchmark(
    name="star_page",
    unit="1/s",
    limit_is="a public page of the same frame without database, same client, same run",
)
def star_page() -> Pairs:
    """Somebody reads an estate's star: 54 lines behind it, drawn once until anything about stars changes."""
    with small_city(estates=2, units=40) as (app, _):
        with transaction(writes=False):
            place = db.session.scalar(select(ScoreSheet.estate_id).filter_by(state=State.CONFIRMED).limit(1))
        client, path = app.test_client(), f"/p/estates/{place}"
        assert "怎么算的" in client.get(path).text
        assert client.get("/p/terms").status_code == 200
        yield from in_turn(
            lambda: rate(lambda: client.get(path)),
            lambda: rate(lambda: client.get("/p/terms")),
        )
