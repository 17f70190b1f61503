"""Bodies made from the schemas of the operations: one that fits, and ones that are bent in one place."""

from marshmallow import fields, validate

GHOST = "01990000-0000-7000-8000-00000000dead"


def fitting(schema, *, required_only=False):
    """A body that the schema takes, or comes close to taking."""
    return {
        (field.data_key or name): value_of(field)
        for name, field in schema.load_fields.items()
        if field.required or not required_only
    }


def value_of(field):  # noqa: PLR0911 - a list of cases
    """A value for one field."""
    for rule in field.validators:
        if isinstance(rule, validate.OneOf):
            return next(iter(rule.choices))
        if isinstance(rule, validate.Equal):
            return rule.comparable
    kind = type(field).__name__
    if isinstance(field, fields.List):
        least = max([rule.min or 1 for rule in field.validators if isinstance(rule, validate.Length)] or [1])
        return [value_of(field.inner)] * least
    if isinstance(field, fields.Nested):
        made = fitting(field.schema)
        return [made] if field.many else made
    if isinstance(field, fields.Dict):
        return {"1": value_of(field.value_field) if field.value_field else "for"}
    if isinstance(field, fields.Enum):
        return next(iter(field.enum)).value
    simple = {
        "UUID": GHOST, "Moment": "2026-05-01T09:00:00+08:00", "Day": "2026-05-01", "Date": "2026-05-01",
        "Boolean": True, "Url": "https://hooks.example.org/linli",
    }  # fmt: skip
    if kind in simple:
        return simple[kind]
    if isinstance(field, fields.Number):
        return max([rule.min or 1 for rule in field.validators if isinstance(rule, validate.Range)] or [1])
    least = max([rule.min or 1 for rule in field.validators if isinstance(rule, validate.Length)] or [1])
    return "字" * least


def text_fields(schema):
    """The names of the fields at the top that take free text."""
    return [
        field.data_key or name
        for name, field in schema.load_fields.items()
        if isinstance(field, fields.String) and not any(isinstance(rule, validate.OneOf) for rule in field.validators)
        and type(field).__name__ in {"String", "Text"}
    ]  # fmt: skip
