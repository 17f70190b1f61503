"""What every answer carries, and what no request may be."""

import hashlib
import io
from uuid import UUID

import pytest
from flask import request, session
from flask_wtf.csrf import generate_csrf
from PIL import Image
from werkzeug.datastructures import FileStorage
from werkzeug.test import EnvironBuilder, encode_multipart, run_wsgi_app

from linli.gateways.local_storage import LocalStorage
from linli.platform import attachments, clock, limits
from linli.platform.db import db
from linli.platform.ports import bind, use
from linli.platform.storage import Storage
from linli.platform.transactions import transaction
from linli.platform.web import Api, In, Pages, form_page, gives, public, signed_in, takes
from linli.platform.web.files import send
from linli.platform.web.identity import Identity
from linli.platform.web.paths import own_path
from linli.platform.web.schemas import Text
from linli.platform.web.security import HEADERS, marks, static_url
from tests.platform.small import HERE, manager, small_app


class ThingIn(In):
    name = Text(most=5)


class FileIn(In):
    name = Text(most=5)


def _make(name):
    now = clock.now()
    db.session.add(limits.Attempt(key=name, since=now, until=now, count=1))


def _views():
    api, pages = Api("things_api", __name__, tag="东西"), Pages("things", __name__)

    @api.post("/things")
    @signed_in
    @takes(ThingIn)
    @gives(None, 201)
    def make(actor, body):
        _make(body["name"])

    @api.post("/things/touch")
    @signed_in
    @gives(None)
    def touch(actor):
        _make("touched")

    def page(actor, form):
        return f"<p>{form.message}</p><input value='{form.value('name')}'>"

    @pages.get("/things/new")
    @public
    def form(actor):
        session["been"] = "here"
        return generate_csrf()

    @pages.post("/things/new")
    @public
    @takes(ThingIn)
    @form_page(page)
    def make_by_form(actor, body):
        _make(body["name"])
        return "made"

    @pages.post("/things/upload")
    @public
    @takes(FileIn, files=True)
    def upload(actor, body):
        return "taken"

    @pages.get("/who")
    @public
    def who(actor):
        return f"{request.remote_addr} {request.scheme}"

    @pages.get("/file/<uuid:file_id>")
    @public
    def file(actor, file_id):
        return send(attachments.attachment(estate_id=HERE, attachment_id=file_id))

    return api, pages


def make_app(tmp_path, **options):
    static = tmp_path / "static"
    static.mkdir(exist_ok=True)
    (static / "app.js").write_text("1")
    app = small_app(f"sqlite:///{tmp_path}/small.sqlite3", static=str(static), **options)
    for blueprint in _views():
        app.register_blueprint(blueprint)
    return app


@pytest.fixture
def app(tmp_path):
    app = make_app(tmp_path)
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def client(app):
    return app.test_client()


def made():
    with transaction(writes=False):
        return db.session.query(limits.Attempt).count()


class TestHeaders:
    @pytest.mark.parametrize(
        "path", ["/things/new", "/nothing", "/api/v1/nothing", "/static/app.js", "/static/no"]
    )
    def test_every_answer_carries_them(self, client, path):
        answer = client.get(path, buffered=True)
        for name, value in HEADERS.items():
            assert answer.headers[name] == value
        assert len(answer.headers["X-Request-ID"]) == 16

    def test_the_content_policy_allows_nothing_inside_pages(self):
        policy = HEADERS["Content-Security-Policy"]
        for word in ("object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'", "form-action 'self'"):
            assert word in policy
        for word in ("unsafe", "*", "http:", "https:"):
            assert word not in policy

    def test_pages_and_api_answers_are_not_kept_by_browsers(self, client):
        for path in ("/things/new", "/api/v1/nothing"):
            assert client.get(path).headers["Cache-Control"] == "no-store"

    def test_a_static_file_is_kept_for_a_year_under_the_mark_of_its_content(self, app, client):
        with app.test_request_context():
            url = static_url("app.js")
        assert url == f"/static/app.js?v={hashlib.sha256(b'1').hexdigest()[:12]}"
        assert "immutable" in client.get(url, buffered=True).headers["Cache-Control"]
        for other in ("/static/app.js", "/static/app.js?v=old"):
            assert client.get(other, buffered=True).headers["Cache-Control"] == "no-cache"

    def test_the_mark_changes_with_the_content(self, app, tmp_path):
        with app.test_request_context():
            before = static_url("app.js")
            (tmp_path / "static" / "app.js").write_text("2")
            marks.forget()  # or two seconds pass
            assert static_url("app.js") != before
            assert static_url("../small.sqlite3") == "/static/../small.sqlite3"

    def test_errors_show_an_id_and_nothing_of_the_inside(self, client):
        answer = client.get("/api/v1/nothing")
        assert answer.json["request_id"] == answer.headers["X-Request-ID"]
        assert answer.json["code"] == "not_found"
        assert "werkzeug" not in str(answer.headers).lower()


class TestMethods:
    @pytest.mark.parametrize("method", ["TRACE", "TRACK", "CONNECT", "PROPFIND", "FOO"])
    @pytest.mark.parametrize("path", ["/things/new", "/nothing", "/api/v1/things"])
    def test_a_method_that_nobody_needs_is_not_allowed(self, client, method, path):
        assert client.open(path, method=method).status_code == 405

    def test_the_answer_says_which_methods_are(self, client):
        answer = client.delete("/api/v1/things")
        assert (answer.status_code, answer.json["code"]) == (405, "method_not_allowed")
        assert "POST" in answer.headers["Allow"]


class TestForms:
    def test_a_form_of_our_own_page_is_taken(self, client):
        token = client.get("/things/new").text
        assert client.post("/things/new", data={"name": "门", "csrf_token": token}).text == "made"
        assert made() == 1

    @pytest.mark.parametrize("token", [None, "", "forged", "IjEi.aaaa.bbbb"])
    def test_a_form_without_its_token_changes_nothing_and_loses_nothing(self, client, token):
        client.get("/things/new")
        answer = client.post("/things/new", data={"name": "门", **({"csrf_token": token} if token else {})})
        assert answer.status_code == 403
        assert "value='门'" in answer.text
        assert "刷新" in answer.text
        assert made() == 0

    def test_a_token_of_another_browser_is_refused(self, app):
        token = app.test_client().get("/things/new").text
        other = app.test_client()
        other.get("/things/new")
        assert other.post("/things/new", data={"name": "门", "csrf_token": token}).status_code == 403

    @pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://localhost.evil.example"])
    def test_a_form_from_a_foreign_page_is_refused_even_with_a_token(self, client, origin):
        token = client.get("/things/new").text
        answer = client.post(
            "/things/new", data={"name": "门", "csrf_token": token}, headers={"Origin": origin}
        )
        assert (answer.status_code, made()) == (403, 0)

    def test_our_own_origin_is_welcome(self, client):
        token = client.get("/things/new").text
        headers = {"Origin": "http://localhost"}
        assert (
            client.post("/things/new", data={"name": "门", "csrf_token": token}, headers=headers).text
            == "made"
        )

    def test_plain_text_is_no_form(self, client):
        client.get("/things/new")
        assert client.post("/things/new", data="name=x", content_type="text/plain").status_code == 403
        assert made() == 0

    def test_an_upload_larger_than_a_text_is_let_through_and_a_larger_one_is_not(self, client):
        token = client.get("/things/new").text

        def send_bytes(number):
            data = {
                "name": "门",
                "csrf_token": token,
                "more": FileStorage(io.BytesIO(bytes(number)), "a.jpg"),
            }
            boundary, body = encode_multipart(data)
            kind = f"multipart/form-data; boundary={boundary}"
            return client.post("/things/upload", data=body, content_type=kind).status_code

        assert send_bytes(2 * 1024 * 1024) == 422  # read; only the field is not known
        assert send_bytes(21 * 1024 * 1024) == 413

    def test_the_cookie_is_for_this_host_alone(self, client):
        cookie = client.get("/things/new").headers["Set-Cookie"]
        assert cookie.startswith("__Host-linli-form=")
        for word in ("Secure", "HttpOnly", "SameSite=Lax", "Path=/"):
            assert word in cookie
        assert "Domain" not in cookie


class TestApi:
    @pytest.fixture
    def door(self, app):
        door = use(Identity)
        door.who = manager()
        return door

    def test_a_token_in_the_header_needs_no_form_token(self, client, door):
        assert client.post("/api/v1/things", json={"name": "门"}).status_code == 201

    def test_a_cookie_alone_changes_nothing(self, client, door):
        door.cookie = True
        for path, body in (("/api/v1/things", {"name": "门"}), ("/api/v1/things/touch", None)):
            answer = client.post(path, json=body)
            assert (answer.status_code, answer.json["code"]) == (403, "csrf")
        assert made() == 0

    def test_a_cookie_with_the_page_s_token_is_enough(self, client, door):
        door.cookie = True
        token = client.get("/things/new").text
        assert (
            client.post("/api/v1/things", json={"name": "门"}, headers={"X-CSRF-Token": token}).status_code
            == 201
        )

    def test_a_foreign_origin_is_refused_at_every_door(self, client, door):
        headers = {"Origin": "https://evil.example"}
        assert client.post("/api/v1/things", json={"name": "门"}, headers=headers).status_code == 403
        assert (
            client.options("/api/v1/things", headers=headers).headers.get("Access-Control-Allow-Origin")
            is None
        )

    @pytest.mark.parametrize(
        "kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", ""]
    )
    def test_what_is_not_json_is_refused(self, client, door, kind):
        assert client.post("/api/v1/things", data='{"name": "x"}', content_type=kind).status_code == 415
        assert made() == 0

    def test_a_body_over_the_limit_is_cut_off_also_without_a_length(self, app, client, door):
        big = b'{"name": "' + b"a" * 2_000_000 + b'"}'
        assert client.post("/api/v1/things", data=big, content_type="application/json").status_code == 413
        environ = EnvironBuilder(
            "/api/v1/things", method="POST", content_type="application/json"
        ).get_environ()
        environ |= {
            "wsgi.input": io.BytesIO(big),
            "wsgi.input_terminated": True,
            "HTTP_TRANSFER_ENCODING": "chunked",
        }
        environ.pop("CONTENT_LENGTH", None)
        _, status, _ = run_wsgi_app(app, environ)
        assert status.startswith("413")


class TestHostsAndProxies:
    def test_a_strange_host_is_refused_plainly(self, tmp_path):
        client = make_app(tmp_path, hosts=["linli.example"]).test_client()
        assert client.get("/who", headers={"Host": "evil.example"}).status_code == 400
        assert client.post("/who", headers={"Host": "evil.example"}).status_code == 400
        assert client.get("/who", headers={"Host": "linli.example"}).status_code == 200
        assert client.get("/who", headers={"Host": "127.0.0.1:8000"}).status_code == 200

    def test_a_forwarded_address_counts_only_from_as_many_proxies_as_there_are(self, tmp_path):
        sent = {
            "X-Forwarded-For": "1.1.1.1, 2.2.2.2",
            "X-Forwarded-Proto": "https",
            "X-Forwarded-Host": "evil.example",
        }
        assert make_app(tmp_path).test_client().get("/who", headers=sent).text == "127.0.0.1 http"
        (tmp_path / "other").mkdir()
        behind = make_app(tmp_path / "other", proxies=1).test_client()
        assert behind.get("/who", headers=sent).text == "2.2.2.2 https"


class TestOwnPath:
    @pytest.mark.parametrize(
        "path", ["/", "/me", "/e/1/votes?page=2&q=a%20b", "/work/e/0190-a/tickets"]
    )  # fmt: skip
    def test_a_path_of_this_site_is_kept(self, path):
        assert own_path(path) == path

    @pytest.mark.parametrize(
        "path",
        [
            "//evil", "/\\evil", "\\\\evil", "%2f%2fevil", "/%2f/evil", "/%2Fevil", "/%5cevil", "http://evil",
            "https:evil", "javascript:alert(1)", "user@host", "/@evil\n", "/\tevil", "/ /evil", "", "evil", "///evil",
            "/a//evil\r\nSet-Cookie: x", "\x00/", "data:text/html,x", "/\u2028evil", "/．/evil",
        ],
    )  # fmt: skip
    def test_what_could_lead_elsewhere_is_not(self, path):
        assert not own_path(path)


class TestFiles:
    def keep(self, app, tmp_path, **options):
        bind(app, Storage, LocalStorage(tmp_path / "files"))
        made = io.BytesIO()
        Image.new("RGB", (5, 5)).save(made, "JPEG")
        common = {
            "estate_id": HERE,
            "object_kind": "thing",
            "object_id": UUID(int=9),
            "made_by": None,
            "now": clock.now(),
        }
        with transaction():
            if options:
                return attachments.store_document(stream=io.BytesIO(b"%PDF-1.4"), **common, **options).id
            return attachments.store_image(stream=io.BytesIO(made.getvalue()), **common).id

    def test_a_photo_is_shown_but_can_do_nothing(self, app, client, tmp_path):
        answer = client.get(f"/file/{self.keep(app, tmp_path)}")
        assert (answer.status_code, answer.mimetype, answer.data[:3]) == (200, "image/jpeg", b"\xff\xd8\xff")
        assert answer.headers["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["Content-Disposition"].startswith("inline")
        assert int(answer.headers["Content-Length"]) == len(answer.data)

    def test_a_document_is_only_downloaded_under_its_name(self, app, client, tmp_path):
        answer = client.get(f"/file/{self.keep(app, tmp_path, name='合同.pdf')}")
        said = answer.headers["Content-Disposition"]
        assert said == "attachment; filename*=UTF-8''%E5%90%88%E5%90%8C.pdf"
        assert answer.headers["Content-Security-Policy"].startswith("sandbox")

    def test_a_file_that_is_gone_from_the_store_is_said_to_be(self, app, client, tmp_path):
        file_id = self.keep(app, tmp_path)
        with transaction(writes=False):
            use(Storage).delete(db.session.get_one(attachments.Attachment, (HERE, file_id)).storage_key)
        answer = client.get(f"/file/{file_id}")
        assert (answer.status_code, "打不开" in answer.text) == (404, True)
