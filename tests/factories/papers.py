"""The smallest counting day: sheets issued, returned in a pack, keyed by two officers and settled by a third."""

from linli.domains.voting.operations import paper_issuing, paper_keying, paper_receiving
from linli.domains.voting.queries import deliveries, paper
from linli.domains.voting.rules.paper import Asked
from linli.kernel.actors import Role
from linli.platform import clock
from linli.platform.paging import Window
from linli.platform.transactions import transaction
from tests.factories import people, voting
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
