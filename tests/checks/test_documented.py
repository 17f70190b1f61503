"""What programs are told of the API is true: every code can be looked up, every schema takes its own examples."""

import re

import pytest
from jsonschema import Draft202012Validator

from tests.checks.bodies import fitting
from tests.checks.routes import routes
from tests.support.sources import python

CODE = re.compile(r"""(?:\["code"\]|\.code|get\("code"\)) (?:==|in) (?:["']([a-z_.]+)["'])""")


@pytest.fixture(scope="module")
def client(sqlite_place):
    return sqlite_place.client


@pytest.mark.feature("API-03")
def test_every_code_that_a_test_speaks_of_can_be_looked_up(client):
    listed = set(re.findall(r'id="([a-z_.]+)"', client.get("/docs/errors").text))
    spoken = {code for source in python("tests") for code in CODE.findall(source.text)}
    small = {
        code
        for source in python("tests")
        if "/platform/" in source.name
        for code in CODE.findall(source.text)
    }
    assert spoken - small - listed == set()  # tests/platform also makes refusals of its own
    assert len(spoken & listed) > 10


@pytest.mark.feature("API-01")
def test_examples_in_the_description_fit_their_own_schema(client):
    """Examples written into the schemas, and the bodies that these checks send: a client may copy them."""
    spec = client.get("/api/v1/openapi.json").json
    for schema in spec["components"]["schemas"].values():
        Draft202012Validator.check_schema(schema)
        for example in _examples(schema):
            _validator(spec, schema).validate(example)
    for schema, example in _fields_with_examples(spec):
        _validator(spec, schema).validate(example)


@pytest.mark.feature("API-01")
def test_a_body_that_the_application_takes_fits_the_description(sqlite_place, client):
    spec, tried = client.get("/api/v1/openapi.json").json, 0
    for route in routes(sqlite_place.app, api=True):
        body = route.operation.body
        if body is None or route.operation.files:
            continue
        path = re.sub(r"<(?:[^:>]+:)?(\w+)>", r"{\1}", route.rule)
        said = spec["paths"][path][route.method.lower()]["requestBody"]["content"]["application/json"][
            "schema"
        ]
        faults = [
            f"{route}: {fault.message}" for fault in _validator(spec, said).iter_errors(fitting(body))
            if fault.validator not in {"pattern", "format"}  # what stands in for a phone or a code is no such thing
        ]  # fmt: skip
        assert faults == []
        tried += 1
    assert tried > 40


def _validator(spec, schema):
    return Draft202012Validator(schema | {"components": spec["components"]})


def _examples(schema):
    return [*schema.get("examples", []), *([schema["example"]] if "example" in schema else [])]


def _fields_with_examples(spec):
    for schema in spec["components"]["schemas"].values():
        for said in schema.get("properties", {}).values():
            for example in _examples(said) if isinstance(said, dict) else []:
                yield said, example
