"""The doorway: who may enter, what they bring, how a refusal is worded.

Views are marked with what they need (`allow`, `takes`, `gives`, `idempotent` …) and registered on an
`Api` or a `Pages` blueprint, which puts the same steps before and after every one of them.
"""

from linli.platform.web.blueprints import Api, Foreign, Pages
from linli.platform.web.forms import Form
from linli.platform.web.marks import (
    allow,
    form_page,
    gives,
    idempotent,
    limited,
    prompt,
    public,
    signed_in,
    summary,
    takes,
)
from linli.platform.web.schemas import In, Out, WindowIn, page_of

__all__ = [
    "Api",
    "Foreign",
    "Form",
    "In",
    "Out",
    "Pages",
    "WindowIn",
    "allow",
    "form_page",
    "gives",
    "idempotent",
    "limited",
    "page_of",
    "prompt",
    "public",
    "signed_in",
    "summary",
    "takes",
]
