"""The shapes of catalogues and of other scales on the wire and in forms. Points are written as people do: "2.5"."""

from marshmallow import fields, validate

from linli.domains.rating.rules.editions import Line, NewLine
from linli.platform.web import In, Out
from linli.platform.web.schemas import Moment, Text, Whole


class CopyIn(In):
    """Next year's catalogue as a copy of one in force."""

    of_year = Whole(least=2000, most=2200, required=True)
    since = Whole(least=2000, most=2200, required=True)
    version = Text(most=40, required=True)


class LineIn(In):
    """What may be changed of an indicator; `grades` by the key of its parts, "value" where it has one."""

    max = Text(most=12, required=True)
    grades = fields.Dict(keys=Text(most=20), values=Text(most=200), required=True)
    not_applicable = Text(most=60, least=0, load_default="")
    zero_if = Text(most=60, least=0, load_default="")


class LineForm(In):
    """The same from a page: up to three parts."""

    max = Text(most=12, required=True)
    grade_0 = Text(most=200, required=True)
    grade_1 = Text(most=200, least=0, load_default="")
    grade_2 = Text(most=200, least=0, load_default="")
    not_applicable = Text(most=60, least=0, load_default="")
    zero_if = Text(most=60, least=0, load_default="")


class AreaIn(In):
    """An area's maximum."""

    max = Text(most=12, required=True)


class NewLineIn(In):
    """An indicator that the catalogue gains."""

    area = Text(most=4, required=True)
    code = Text(most=10, required=True)
    name = Text(most=40, required=True)
    max = Text(most=12, required=True)
    source = Text(most=20, required=True)
    ask = Text(most=100, required=True)
    unit = Text(most=6, least=0, load_default="")
    fact = Text(most=60, least=0, load_default="")
    grade = Text(most=200, required=True)


class EffectIn(In):
    """On which year's data."""

    year = fields.Integer(
        required=True, validate=validate.Range(2000, 2200, error="应在 2000 到 2200 之间。")
    )


def line(body: dict[str, object]) -> Line:
    """The line in a body."""
    return Line(**body)  # type: ignore[arg-type]


def new_line(body: dict[str, object]) -> NewLine:
    """The new line in a body."""
    return NewLine(**body)  # type: ignore[arg-type]


class DifferenceOut(Out):
    """One thing that is not as it was."""

    code = fields.String(required=True)
    name = fields.String(required=True)
    what = fields.String(required=True)
    before = fields.String(required=True)
    after = fields.String(required=True)


class EditionOut(Out):
    """A city's catalogue."""

    id = fields.UUID(required=True)
    since = fields.Integer(required=True)
    version = fields.String(required=True)
    state = fields.String(required=True)
    copied_from = fields.String(required=True)
    changed_at = Moment(required=True)
    published_at = Moment(required=True, allow_none=True)


class InForceOut(Out):
    """A catalogue in force from a year on."""

    since = fields.Integer(required=True)
    name = fields.String(required=True)
    version = fields.String(required=True)


class CataloguesOut(Out):
    """What is in force, and what the city has made."""

    in_force = fields.List(fields.Nested(InForceOut), required=True)
    editions = fields.List(fields.Nested(EditionOut), required=True)


class EditionDetailOut(Out):
    """An edition with its text, why it cannot be published yet, and what differs."""

    edition = fields.Nested(EditionOut, required=True)
    content = fields.Dict(required=True)
    problem = fields.String(required=True)
    differences = fields.List(fields.Nested(DifferenceOut), required=True)


class EffectOut(Out):
    """What it would make of one estate; points in hundredths."""

    estate_id = fields.UUID(required=True)
    name = fields.String(required=True)
    stored = fields.Integer(required=True, allow_none=True)
    again = fields.Integer(required=True)
    stars = fields.Integer(required=True)
    after = fields.Integer(required=True)
    stars_after = fields.Integer(required=True)


class EffectsOut(Out):
    """What it would make of a year; `agrees`: computing again gives every stored total."""

    year = fields.Integer(required=True)
    agrees = fields.Boolean(required=True)
    rising = fields.Integer(required=True)
    falling = fields.Integer(required=True)
    estates = fields.List(fields.Nested(EffectOut), required=True)
