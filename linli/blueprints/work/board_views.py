"""The board of a level as a page and for programs."""

from typing import Any

from flask import render_template
from marshmallow import fields

from linli.blueprints.work.board import board
from linli.domains.estates.permissions import GRANTS, Act
from linli.kernel.actors import Actor
from linli.platform import clock
from linli.platform.web import Api, In, Out, Pages, allow, gives, summary, takes

api = Api("board_api", __name__, tag="board")
pages = Pages("board_pages", __name__)


class BoardIn(In):
    """The region to look at; without one, the actor's own scope."""

    region_id = fields.UUID(load_default=None, error_messages={"invalid_uuid": "地区编号的格式不对。"})


class FiguresOut(Out):
    """The sums of one row; money in fen."""

    estates = fields.Integer(required=True)
    units = fields.Integer(required=True)
    activated = fields.Integer(required=True)
    open_tickets = fields.Integer(required=True)
    due_tickets = fields.Integer(required=True)
    on_time_tickets = fields.Integer(required=True)
    open_votes = fields.Integer(required=True)
    due_fen = fields.Integer(required=True)
    paid_fen = fields.Integer(required=True)


class RowOut(Out):
    """A region or an estate."""

    id = fields.UUID(required=True)
    name = fields.String(required=True)
    level = fields.String(required=True)
    figures = fields.Nested(FiguresOut, required=True)


class BoardOut(Out):
    """One level: its rows and their sum."""

    name = fields.String(required=True)
    rows = fields.List(fields.Nested(RowOut), required=True)
    total = fields.Nested(FiguresOut, required=True)


@api.get("/board")
@allow(Act.READ_BOARD, GRANTS)
@takes(BoardIn, where="query")
@gives(BoardOut)
@summary("辖区一览：下一级各地区的合计，可逐级看到小区")
def show(actor: Actor, query: dict[str, Any]) -> Any:
    return board(actor, query["region_id"], now=clock.now())


@pages.get("/work/board")
@allow(Act.READ_BOARD, GRANTS)
@takes(BoardIn, where="query")
def show_board(actor: Actor, query: dict[str, Any]) -> str:
    found = board(actor, query["region_id"], now=clock.now())
    return render_template("work/board.html", board=found)
