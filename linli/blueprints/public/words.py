"""The rules of use and what happens with personal data: read before anything is asked of a person (PIPL §17)."""

from flask import render_template

from config.retention import terms as retention_terms
from linli.domains.people.rules import PRIVACY_VERSION
from linli.kernel.actors import Actor
from linli.platform.web import Pages, public

bp = Pages("public_words", __name__)


@bp.get("/p/terms")
@public
def terms(actor: Actor | None) -> str:
    return render_template("public/terms.html", person=actor)


@bp.get("/p/privacy")
@public
def privacy(actor: Actor | None) -> str:
    return render_template(
        "public/privacy.html", person=actor, version=PRIVACY_VERSION, terms=retention_terms()
    )
