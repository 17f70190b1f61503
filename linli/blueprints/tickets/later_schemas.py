"""The shapes of the question some weeks later, and of its figure."""

import re

from marshmallow import fields, validate

from linli.platform.web import In, Out
from linli.platform.web.schemas import Moment, Text


class LaterIn(In):
    """Whether it is still solved; where it is not, what is wrong."""

    still = fields.Boolean(required=True, error_messages={"required": "请选择：现在还好吗。"})
    words = Text(least=0, most=500, load_default="")


class LaterOut(Out):
    """What was asked and answered."""

    asked_at = Moment(required=True)
    until_at = Moment(required=True)
    answered_at = Moment(required=True, allow_none=True)
    still = fields.Boolean(required=True, allow_none=True)
    words = fields.String(required=True)


class LaterFigureIn(In):
    """Of which month; none: the running one."""

    month = fields.String(
        load_default="",
        validate=validate.Regexp(
            re.compile(r"\A(?:20[0-9]{2}-(?:0[1-9]|1[0-2]))?\Z"), error="月份请写成 2026-03 这样。"
        ),
    )


class LaterFigureOut(Out):
    """Of those who answered in the month, how many said that it is still solved; and how many were asked."""

    month = fields.String(required=True)
    still = fields.Integer(required=True)
    answered = fields.Integer(required=True)
    asked = fields.Integer(required=True)
    percent = fields.String(required=True)
