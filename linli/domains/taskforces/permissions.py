"""Who may do what with a task force. Admission takes three persons, whoever they are otherwise."""

from enum import StrEnum
from typing import Any

from linli.kernel.actors import Actor, Role
from linli.kernel.grants import Table, may


class Act(StrEnum):
    """The acts of this room."""

    READ = "taskforces:force:read"
    PROPOSE = "taskforces:force:propose"
    REVIEW = "taskforces:force:review"
    APPROVE = "taskforces:force:approve"
    RETURN = "taskforces:force:return"
    RUN = "taskforces:force:run"
    JUDGE = "taskforces:month:review"
    DISSOLVE = "taskforces:force:dissolve"


_LEADS = (Role.STREET_OFFICER, Role.COUNTY_OFFICER, Role.CITY_OFFICER)


def over(actor: Actor, force: Any) -> bool:
    """The force is of the actor's own region, or of one below."""
    return force is not None and actor.scope.id in {force.region_id, force.county_id, force.city_id}


def _reviewer(actor: Actor, force: Any) -> bool:
    return over(actor, force) and actor.account_id != force.proposed_by


def _approver(actor: Actor, force: Any) -> bool:
    return _reviewer(actor, force) and actor.account_id != force.reviewed_by


def _keeper(actor: Actor, force: Any) -> bool:
    return over(actor, force) or (force is not None and force.proposed_by == actor.account_id)


GRANTS: Table = {
    Act.READ: (may(Role.COMMUNITY_OFFICER, *_LEADS),),
    Act.PROPOSE: (may(*_LEADS),),
    Act.REVIEW: (may(*_LEADS, when="本级或下级的专班，不是自己提出的", test=_reviewer),),
    Act.APPROVE: (may(*_LEADS, when="本级或下级的专班，提出、审核、批准是三个人", test=_approver),),
    Act.RETURN: (may(*_LEADS, when="本级或下级的专班，不是自己提出的", test=_reviewer),),
    Act.RUN: (may(*_LEADS, when="本级或下级的专班，或自己提出的", test=_keeper),),
    Act.JUDGE: (may(*_LEADS, when="本级或下级的专班", test=over),),
    Act.DISSOLVE: (may(*_LEADS, when="本级或下级的专班", test=over),),
}
