"""A reading as it is typed, with a change of meters where there was one."""

from typing import Any

from linli.domains.fees.operations.meter_files import parse_quantity
from linli.domains.fees.operations.meters import Shown
from linli.domains.fees.rules.metering import Change
from linli.kernel.refusals import Invalid

_BOTH = "换过表的，旧表止数和新表起数都要填数字。"


def of_form(body: dict[str, Any]) -> Shown:
    """What the meter showed. Raises Invalid where only half of a change was typed."""
    typed = (body["old_last"].strip(), body["new_first"].strip())
    if not any(typed):
        return Shown(body["value"], body["confirmed"])
    old_last, new_first = (parse_quantity(text) for text in typed)
    if old_last is None or new_first is None:
        raise Invalid(_BOTH, field_errors={"old_last": [_BOTH]})
    return Shown(body["value"], body["confirmed"], Change(old_last, new_first))
