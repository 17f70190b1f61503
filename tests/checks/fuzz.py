"""schemathesis over the OpenAPI of the running application, as people of the city and with their ids.

LINLI_FUZZ says how many examples each operation gets; `make test` is content with a few.
"""

import os
import traceback

import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis.config import (
    ChecksConfig,
    GenerationConfig,
    PositiveDataAcceptanceConfig,
    ProjectConfig,
    ProjectsConfig,
    SchemathesisConfig,
)
from schemathesis.core.failures import Failure, FailureGroup
from schemathesis.core.parameters import ParameterLocation
from schemathesis.generation import GenerationMode

from tests.checks.routes import TABLES, fillings, routes

EXAMPLES = int(os.environ.get("LINLI_FUZZ") or 6)
# Those who can do most, and one who can do nothing.
WHO = (
    "owner",
    "community_officer",
    "property_manager",
    "street_officer",
    "company_head",
    "system_admin",
    "registered",
)
# A body that fits the schema may still be refused: the day has passed, the name is taken, no such unit, a sum
# that does not add up. Those are 422 (409 where the world has moved on); 400 is a code or a link that is no more.
# Who asks is chosen from the city, not invented; made-up tokens are tried in test_crawl_api.py.
# NUL is refused in every text (400, test_malformed.py), which a schema could only say field by field.
WITHOUT_AUTH = GenerationConfig(with_security_parameters=False, allow_x00=False)
POSITIVE = ["2xx", "3xx", "401", "403", "404", "409", "422", "429"]


def schema_of(app):
    """The API as its OpenAPI document says it is."""
    checks = ChecksConfig(positive_data_acceptance=PositiveDataAcceptanceConfig(expected_statuses=POSITIVE))
    config = SchemathesisConfig(
        projects=ProjectsConfig(default=ProjectConfig(checks=checks, generation=WITHOUT_AUTH))
    )
    return schemathesis.openapi.from_wsgi("/api/v1/openapi.json", app, config=config)


def try_out(place, operation, done, *, examples=EXAMPLES):
    """The faults of one operation, in words; `done` gathers which operations were really carried out."""
    route = next(one for one in routes(place.app, api=True) if _label(one) == operation.label)
    own = fillings(route, place.town.here) or [{}]
    found = {}

    @settings(max_examples=examples, derandomize=True, database=None, deadline=None, phases=[Phase.generate],
              suppress_health_check=list(HealthCheck))  # fmt: skip
    @given(case=_cases(operation), who=st.sampled_from(WHO), ids=st.sampled_from(own))
    def run(case, who, ids):
        if case.meta.is_negative_at(ParameterLocation.BODY) and _padded(case.body):
            return  # blanks at the ends are taken off before a text is measured, which no schema can say
        _make_real(case, route, ids, place.town.here)
        headers = {"Authorization": f"Bearer {place.town.here.tokens[who]}"} if not route.public else {}
        try:
            if case.call_and_validate(headers=headers).status_code < 400:
                done.add(operation.label)
        except FailureGroup as group:
            for failure in group.exceptions:
                found.setdefault(
                    _words(failure),
                    f"{operation.label} as {who}: {_words(failure)}\n{case.as_curl_command()}",
                )
        except Failure as failure:
            found.setdefault(_words(failure), f"{operation.label} as {who}: {_words(failure)}")
        except Exception as fault:  # noqa: BLE001 - what the application lets through would be a 500
            where = traceback.extract_tb(fault.__traceback__)[-1]
            words = f"{type(fault).__name__}: {fault} at {where.filename}:{where.lineno}"[:700]
            found.setdefault(words, f"{operation.label} as {who}: {words}\n{case.as_curl_command()[:800]}")

    run()
    return list(found.values())


def _cases(operation):
    return st.one_of(
        operation.as_strategy(generation_mode=GenerationMode.POSITIVE),
        operation.as_strategy(generation_mode=GenerationMode.NEGATIVE),
    )


def _make_real(case, route, ids, side):
    """Ids of the city in place of invented ones, wherever the example is meant to fit."""
    if route.arguments and not case.meta.is_negative_at(ParameterLocation.PATH):
        real = {name: str(ids[name]) for name in route.arguments if name in ids}
        case.path_parameters = {**case.path_parameters, **real}
    if isinstance(case.body, dict) and not case.meta.is_negative_at(ParameterLocation.BODY):
        for name, value in case.body.items():
            rows = side.objects.get(TABLES.get(name.removesuffix("s"), ""), [])
            if rows and isinstance(value, str):
                case.body[name] = str(rows[0]["id"])
            elif rows and isinstance(value, list) and value:
                case.body[name] = [str(row["id"]) for row in rows[:2]]


def _padded(body):
    texts = body.values() if isinstance(body, dict) else ()
    return any(isinstance(text, str) and text != text.strip() for text in texts)


def _label(route):
    return str(route).replace("<", "{").replace(">", "}")


def _words(failure):
    return " ".join(f"{failure.title}: {failure.message}".split())[:500]
