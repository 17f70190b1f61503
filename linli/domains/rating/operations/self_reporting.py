"""What an estate says of itself, with documents and the days they are valid (RA-13)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from linli.domains.rating.errors import BadEntry, WrongStage
from linli.domains.rating.models import RatingCourse, SelfReport
from linli.domains.rating.operations import proving
from linli.domains.rating.queries import courses, visits
from linli.domains.rating.rules import states
from linli.domains.rating.rules.catalogue import Source
from linli.domains.rating.rules.course import Stage
from linli.domains.rating.rules.states import Typed
from linli.kernel.actors import Actor
from linli.kernel.ids import new_id
from linli.platform.attachments import Readable
from linli.platform.db import db

KIND = "self_report"


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What is said of one indicator; values as they are typed."""

    values: Mapping[str, str] = field(default_factory=dict)
    words: str = ""
    valid_from: date | None = None
    valid_until: date | None = None
    documents: Sequence[Readable] = ()
    photos: Sequence[Readable] = ()


def say(*, actor: Actor, of: RatingCourse, code: str, said: Said, now: datetime) -> SelfReport:
    """Report on one indicator; what was said before stays, the newest holds.

    Documents of what is judged by documents come with the days they are valid. Raises WrongStage and BadEntry.
    """
    if of.standing is not Stage.SELF_REPORT:
        raise WrongStage("现在不在小区自评环节。")
    indicator = next((one for one in visits.assessed(courses.catalogue_of(of)) if one.code == code), None)
    if indicator is None:
        raise BadEntry(field_errors={"code": ["这项指标不用自评。"]})
    finding = states.read(indicator, Typed(values=said.values, evidence=said.words or "自评"))
    _check_days(said, documented=Source.DOC in indicator.sources)
    made = SelfReport(
        id=new_id(),
        estate_id=of.estate_id,
        course_id=of.id,
        code=code,
        values=dict(finding.values),
        words=said.words,
        valid_from=said.valid_from,
        valid_until=said.valid_until,
        made_by=actor.account_id,
        made_at=now,
    )
    db.session.add(made)
    db.session.flush()
    proving.hang(actor=actor, on=made, kind=KIND, documents=said.documents, photos=said.photos, now=now)
    return made


def _check_days(said: Said, *, documented: bool) -> None:
    errors: dict[str, list[str]] = {}
    if said.valid_from and said.valid_until and said.valid_until < said.valid_from:
        errors["valid_until"] = ["截止日期不能早于开始日期。"]
    if documented and said.documents and said.valid_from is None:
        errors["valid_from"] = ["请写材料从哪天起有效。"]
    if errors:
        raise BadEntry(field_errors=errors)
