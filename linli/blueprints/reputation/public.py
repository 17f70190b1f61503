"""Companies' credit and the red and black list for everybody; about companies, never about residents."""

from uuid import UUID

from flask import render_template

from linli.blueprints.reputation import shown
from linli.blueprints.reputation.shown import today
from linli.domains.estates import queries as estates
from linli.domains.reputation.queries import entries, items
from linli.kernel.actors import Actor
from linli.platform.web import Pages, public

bp = Pages("reputation_public", __name__)


@bp.get("/p/credit")
@public
def list_companies(actor: Actor | None) -> str:
    return render_template("reputation/public/companies.html", person=actor, companies=shown.standings())


@bp.get("/p/credit/<uuid:company_id>")
@public
def show_company(actor: Actor | None, company_id: UUID) -> str:
    company = estates.company(company_id)
    return render_template(
        "reputation/public/company.html",
        person=actor,
        name=company.name,
        standing=shown.standing(company_id),
        items=shown.heads(items.disclosed(company_id, today=today())),
        entries=shown.entry_heads(entries.of_company(company_id, today=today())),
        on=today(),
    )


@bp.get("/p/credit-list")
@public
def show_list(actor: Actor | None) -> str:
    some = shown.entry_heads(entries.public(today=today()))
    return render_template(
        "reputation/public/list.html",
        person=actor,
        red=[one for one in some if one["colour"] == "red"],
        black=[one for one in some if one["colour"] == "black"],
    )
