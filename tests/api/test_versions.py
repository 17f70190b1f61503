"""Every answer says which version it is; an operation whose end is announced says the day."""

from datetime import date

import pytest

from linli.app import create_app
from linli.platform.web import Api, gives, public
from linli.platform.web.openapi import description
from linli.platform.web.versions import ending


def test_every_answer_of_the_api_says_its_version_refusals_too(client):
    for path in ("/api/v1/openapi.json", "/api/v1/estates", "/api/v1/nowhere"):
        assert client.get(path).headers["X-API-Version"] == "1"
    assert "X-API-Version" not in client.get("/sign-in").headers


@pytest.mark.feature("API-10")
def test_an_old_operation_answers_with_a_header_and_a_date(app, settings):
    old = Api("old_api", __name__, tag="old")

    @old.get("/old")
    @public
    @gives(None)
    @ending(since=date(2026, 3, 1), until=date(2026, 12, 31), instead="/api/v2/new")
    def old_view(_actor):
        """Once good."""

    small = create_app(settings)
    small.register_blueprint(old)
    with small.app_context():
        answer = small.test_client().get("/api/v1/old")
        assert description()["paths"]["/api/v1/old"]["get"]["deprecated"] is True
    assert answer.status_code == 204
    assert answer.headers["Deprecation"] == "@1772323200"
    assert answer.headers["Sunset"] == "Thu, 31 Dec 2026 00:00:00 GMT"
    assert answer.headers["Link"] == '</api/v2/new>; rel="successor-version"'
    assert "Sunset" not in app.test_client().get("/api/v1/openapi.json").headers
