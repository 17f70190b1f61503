"""Which companies may hear of an estate, asked of the contracts."""

import uuid
from collections.abc import Collection
from datetime import date

from linli.domains.estates import queries as estates


class ContractEngagements:
    """The company whose contract is in force."""

    def companies(self, estate_id: uuid.UUID, *, on: date) -> Collection[uuid.UUID]:
        company = estates.company_serving(estate_id, on=on)
        return {company.id} if company else set()
