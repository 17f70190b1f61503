"""The estate's own rules for talking things over, as they are in force."""

import uuid
from datetime import datetime

from linli.domains.deliberation.rules.estate_rules import SETTING, DeliberationRules
from linli.domains.estates import queries as estates
from linli.kernel.times import day_of


def rules(estate_id: uuid.UUID, *, now: datetime) -> DeliberationRules:
    """The rules of today. Raises UnknownRule."""
    return DeliberationRules.of_setting(estates.setting(estate_id, SETTING, on=day_of(now)))
