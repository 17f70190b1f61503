"""A secret vote for tests: three holders of the key, ballots, and the codes typed in after the close."""

from linli.domains.voting.operations import closing, holding
from linli.domains.voting.rules.kinds import Mode
from linli.kernel.actors import Role
from linli.platform import clock
from linli.platform.transactions import transaction
from tests.factories import people
from tests.factories.voting import Assembly, actor


class SecretAssembly(Assembly):
    """An assembly whose vote is secret; `codes` are what its holders keep on paper."""

    def __init__(self, **more):
        super().__init__(**more)
        with transaction():
            self.vote.mode = Mode.SECRET
            self.holders = [
                actor(people.staff(Role.COMMUNITY_OFFICER, self.region, name=f"保管人{n}")) for n in range(3)
            ]
        self.codes = []

    def announce(self):
        super().announce()
        for one in self.holders:
            with transaction():
                code = holding.take_part(actor=one, vote=self.vote, now=clock.now())
            with transaction():
                holding.confirm_part(actor=one, vote=self.vote, code=code, now=clock.now())
            self.codes.append(code)
        return self

    def enter_code(self, n, code=None):
        with transaction():
            return holding.open_part(
                actor=self.holders[n], vote=self.vote, code=code or self.codes[n], now=clock.now()
            )

    def count(self, *, by=(0, 2)):
        for n in by:
            self.enter_code(n)
        with transaction():
            closing.count(actor=self.officer, vote=self.vote, now=clock.now())
        return self
