"""An assessor's round: photos with time and place, findings sent once, a third called where two are far apart."""

import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from linli.domains.rating.errors import BadEntry, BadVisit, TiedAssessor, VisitSent, WrongStage
from linli.domains.rating.models import RatingCourse, Visit, VisitMark, VisitPhoto
from linli.domains.rating.operations import assigning, settling
from linli.domains.rating.queries import courses, ties, visits
from linli.domains.rating.rules import states, visiting
from linli.domains.rating.rules.catalogue import Indicator
from linli.domains.rating.rules.course import Stage
from linli.domains.rating.rules.scoring import Finding
from linli.domains.rating.rules.states import Typed
from linli.domains.tickets.queries import places
from linli.kernel.ids import new_id
from linli.kernel.refusals import Unknown
from linli.platform import attachments, audit
from linli.platform.attachments import Readable
from linli.platform.db import db

KIND = "visit_photo"
MOST_PHOTOS = 30
CLOCK_OFF = timedelta(minutes=10)  # a phone's clock may run ahead of ours by this much
NO_PHOTO = "扣了分要有现场照片，并写明拍摄时间和地点。"
NO_WORDS = "请写明依据：看了什么材料、缺什么。"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shot:
    """A photo as it comes in: what it proves, when and where it was taken. Coordinates in millionths of a degree.

    `name` is what errors about it are called in a form.
    """

    stream: Readable
    codes: Collection[str]
    taken_at: datetime | None
    place_id: uuid.UUID | None = None
    place: str = ""
    latitude: int | None = None
    longitude: int | None = None
    name: str = "photo"


def add_photo(*, visit: Visit, shot: Shot, now: datetime) -> VisitPhoto:
    """Keep a photo with its time and place; one may prove several indicators.

    Raises VisitSent, WrongStage, TiedAssessor, BadVisit beside what is missing, and what a photo is refused for.
    """
    of = _open(visit, now)
    asked = {one.code for one in visits.asked(visit, courses.catalogue_of(of))}
    errors = _wrong(of, shot, asked, now)
    if errors:
        raise BadVisit(field_errors=errors)
    if len(visits.photos([visit.id], visit.estate_id)) >= MOST_PHOTOS:
        raise BadVisit(f"一次测评最多 {MOST_PHOTOS} 张照片。")
    return _keep(visit, shot, now)


def send(
    *, visit: Visit, typed: Mapping[str, Typed], shots: Sequence[Shot] = (), now: datetime
) -> list[VisitMark]:
    """Hand in an assessment: a finding for every indicator that was asked, with the photos that prove losses.

    It counts once. Where two assessors are then more than 20 percent of a maximum apart, a third is called.
    Raises VisitSent, WrongStage, TiedAssessor, and BadVisit with a sentence beside each field.
    """
    of = _open(visit, now)
    catalogue = courses.catalogue_of(of)
    asked = visits.asked(visit, catalogue)
    codes = {one.code for one in asked}
    errors: dict[str, list[str]] = {code: ["这次测评不看这一项。"] for code in typed.keys() - codes}
    if len(shots) > MOST_PHOTOS:
        errors["photos"] = [f"一次测评最多 {MOST_PHOTOS} 张照片。"]
    for shot in shots:
        errors |= _wrong(of, shot, codes, now)
    kept = visits.proving(visit)
    proven = {code for photo in kept for code in photo.codes} | {code for one in shots for code in one.codes}
    found = {one.code: _found(one, typed.get(one.code, Typed()), proven, errors) for one in asked}
    if errors:
        raise BadVisit(field_errors=errors)
    for shot in shots:
        _keep(visit, shot, now)
    marks = [_mark(visit, code, finding, typed[code].evidence, now) for code, finding in found.items()]
    db.session.add_all(marks)
    visit.sent_at = now
    db.session.flush()
    audit.record(
        "rating:visit:send",
        object_kind="rating_visit",
        object_id=visit.id,
        estate_id=visit.estate_id,
        photos=len(kept) + len(shots),
    )
    _compare(of, now)
    return marks


def _open(visit: Visit, now: datetime) -> RatingCourse:
    """The course of an assessment that may still be sent."""
    of = visits.course_of(visit)
    if visit.sent_at is not None:
        raise VisitSent
    if of.standing is not Stage.ASSESSMENT:
        raise WrongStage("这个小区现在不在第三方测评环节。")
    if ties.tie(visit.account_id, visit.estate_id, now=now) is not None:
        raise TiedAssessor
    return of


def _found(
    indicator: Indicator, typed: Typed, proven: Collection[str], errors: dict[str, list[str]]
) -> Finding:
    """What was typed as a finding; what is wrong goes into `errors` beside its field."""
    try:
        finding = states.read(indicator, replace(typed, evidence=typed.evidence or "现场"))
    except BadEntry as no:
        errors |= no.field_errors
        return Finding({})
    if visiting.needs_photo(indicator, finding) and indicator.code not in proven:
        errors[f"{indicator.code}.photo"] = [NO_PHOTO]
    if visiting.needs_words(indicator, finding) and not typed.evidence:
        errors[f"{indicator.code}.evidence"] = [NO_WORDS]
    return finding


def _wrong(of: RatingCourse, shot: Shot, asked: Collection[str], now: datetime) -> dict[str, list[str]]:
    """What is missing about a photo: its time, its place, or what it proves (RA-10)."""
    wrong: dict[str, list[str]] = {}
    if shot.taken_at is None:
        wrong[f"{shot.name}.taken_at"] = ["请写明照片的拍摄时间。"]
    elif not of.since_at <= shot.taken_at <= now + CLOCK_OFF:
        wrong[f"{shot.name}.taken_at"] = ["照片要在这次测评期间拍摄，请核对时间。"]
    if shot.place_id is not None:
        try:
            places.common_place(estate_id=of.estate_id, place_id=shot.place_id)
        except Unknown:
            wrong[f"{shot.name}.place"] = ["请从列表里选一个公共位置。"]
    elif not shot.place and (shot.latitude is None or shot.longitude is None):
        wrong[f"{shot.name}.place"] = ["请选拍摄的位置，或允许手机定位。"]
    if not shot.codes or set(shot.codes) - set(asked):
        wrong[f"{shot.name}.codes"] = ["请选这张照片说明哪项指标。"]
    return wrong


def _keep(visit: Visit, shot: Shot, now: datetime) -> VisitPhoto:
    assert shot.taken_at is not None
    photo_id = new_id()
    file = attachments.store_image(
        estate_id=visit.estate_id,
        stream=shot.stream,
        object_kind=KIND,
        object_id=photo_id,
        made_by=visit.account_id,
        now=now,
    )
    db.session.flush()
    made = VisitPhoto(
        id=photo_id,
        estate_id=visit.estate_id,
        visit_id=visit.id,
        attachment_id=file.id,
        codes=sorted(shot.codes),
        taken_at=shot.taken_at,
        place_id=shot.place_id,
        place=shot.place,
        latitude=shot.latitude,
        longitude=shot.longitude,
    )
    db.session.add(made)
    db.session.flush()
    return made


def _mark(visit: Visit, code: str, finding: Finding, words: str, now: datetime) -> VisitMark:
    return VisitMark(
        estate_id=visit.estate_id,
        visit_id=visit.id,
        code=code,
        values=dict(finding.values),
        zeroed=finding.zeroed,
        applies=finding.applies,
        words=words,
        made_at=now,
    )


def _compare(of: RatingCourse, now: datetime) -> None:
    """Call a third where all are in and two are far apart in what no third has looked at."""
    there = visits.of_course(of)
    if len(there) < settling.TWO or any(one.sent_at is None for one in there):
        return
    codes = settling.disputed(of, courses.catalogue_of(of))
    if codes:
        assigning.call_third(of=of, codes=codes, now=now)
