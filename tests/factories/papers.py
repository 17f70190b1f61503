"""The smallest counting day: sheets issued, returned in a pack, keyed by two officers and settled by a third."""

from linli.domains.voting.operations import (
    delivery,
    paper_helping,
    paper_issuing,
    paper_keying,
    paper_receiving,
)
from linli.domains.voting.queries import deliveries, paper, rolls, votes
from linli.domains.voting.rules.paper import Asked, Receiver, Way
from linli.kernel.actors import Role
from linli.platform import clock
from linli.platform.paging import Window
from linli.platform.transactions import transaction
from tests.factories import people, voting
from tests.factories.tickets import photo
from tests.factories.voting import Assembly


class PaperAssembly(Assembly):
    """An assembly with paper; `third` is one more officer. Voters are numbered as their owners are."""

    def __init__(self, **more):
        super().__init__(**more)
        with transaction():
            self.third_account = people.staff(Role.STREET_OFFICER, self.region, name="孙街道")
            self.third = voting.actor(self.third_account, Role.STREET_OFFICER)
            self.third_id = self.third_account.id

    def voter_no(self, n):
        with transaction(writes=False):
            return self.voter_no_now(n)

    def voter_no_now(self, n):
        """The same inside a running transaction."""
        page = deliveries.voters_page(self.vote, window=Window(limit=1), search=f"1幢{n + 1}室")
        return page.items[0].voter_no

    def issue(self, n, *, asked=Asked.OFFICER):
        """The id of a fresh sheet for the owner `n`."""
        number = self.voter_no(n)
        with transaction():
            made = paper_issuing.issue(
                actor=self.officer,
                vote=self.vote,
                voter_nos=[number],
                asked=asked,
                now=clock.database_now(),
            )
            return made[0].id

    def batch(self, expected=None):
        """The id of a fresh pack."""
        with transaction():
            return paper_receiving.open_batch(
                actor=self.officer, vote=self.vote, name="柜台", expected=expected
            ).id

    def sheet(self, sheet_id):
        return paper.sheet(self.vote, sheet_id)

    def register(self, sheet_id, batch_id):
        with transaction():
            return paper_receiving.register(
                actor=self.officer,
                vote=self.vote,
                batch=paper.batch(self.vote, batch_id),
                serial=self.sheet(sheet_id).serial,
            ).received_at

    def returned(self, n, batch_id=None):
        """A sheet of the owner `n`, handed in."""
        sheet_id = self.issue(n)
        self.register(sheet_id, batch_id or self.batch(expected=1))
        return sheet_id

    def key(self, sheet_id, actor, choices, **more):
        """Keyed by somebody; the sheet's state afterwards."""
        with transaction():
            return paper_keying.key(
                actor=actor,
                vote=self.vote,
                sheet=self.sheet(sheet_id),
                choices=choices,
                now=clock.now(),
                **more,
            ).state

    def key_twice(self, sheet_id, choices, **more):
        self.key(sheet_id, self.officer, choices, **more)
        return self.key(sheet_id, self.second, choices, **more)

    def settle(self, sheet_id, actor, choices, **more):
        with transaction():
            return paper_keying.settle(
                actor=actor,
                vote=self.vote,
                sheet=self.sheet(sheet_id),
                choices=choices,
                now=clock.now(),
                **more,
            ).state


def some(vote, officer, first, second, *, now):
    """Paper of an open vote for those who look at its pages or crawl them: the ids by name.

    Of voters who have not voted, one sheet is printed and delivered, one read differently by `first` and `second`
    (with a scan and help that is confirmed), one waits to be keyed; all but the first lie in one pack.
    """
    listed = [one.voter_no for one in deliveries.voters_page(vote, window=Window(limit=50)).items]
    voted = rolls.voted_online(vote, listed)
    free = [one for one in listed if one not in voted][:3]
    out, differing, waiting = paper_issuing.issue(
        actor=officer, vote=vote, voter_nos=free, asked=Asked.OFFICER, now=now
    )
    paper_issuing.mark_printed(vote=vote, sheets=[out, differing], now=now)
    given = delivery.deliver(
        actor=officer, vote=vote, voter=deliveries.voter(vote, out.voter_no), way=Way.DOOR, name="小李",
        receiver=Receiver.TENANT, note="业主出差，下周回来，租客愿意转交。" * 3, photos=[photo()], now=now,
    )  # fmt: skip
    pack = paper_receiving.open_batch(actor=officer, vote=vote, name="流动票箱第二次上门收回", expected=3)
    for one in (differing, waiting):
        paper_receiving.register(actor=officer, vote=vote, batch=pack, serial=one.serial)
    paper_helping.declare(
        actor=first, vote=vote, sheet=differing, place="业主家里", photos=[photo()], now=now
    )
    paper_helping.confirm(actor=second, vote=vote, sheet=differing, now=now)
    for hand, said in ((first, "for"), (second, "against")):
        choices = {str(one.number): said for one in votes.items(vote) if one.kind == "resolution"}
        paper_keying.key(actor=hand, vote=vote, sheet=differing, choices=choices, now=now)
    return {
        "paper_sheet": out.id, "differing_sheet": differing.id, "serial": waiting.serial, "pack": pack.id,
        "sheet_voter": out.voter_no, "delivery": given.id,
    }  # fmt: skip
