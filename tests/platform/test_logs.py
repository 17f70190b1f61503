"""The log: what happened, and never whom it happened to."""

import io
import json
import logging
import uuid

import pytest

from linli.platform import logs
from linli.platform.db import db
from linli.platform.ports import use
from linli.platform.web.identity import Identity
from tests.platform.small import manager, small_app


@pytest.fixture
def written():
    """A logger that writes as in production, and what it wrote."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(logs.formatter())
    logger = logging.getLogger("linli.request")
    logger.addHandler(handler)
    before = logger.level
    logger.setLevel(logging.INFO)
    yield stream
    logger.setLevel(before)
    logger.removeHandler(handler)


def lines(stream):
    return [json.loads(line) for line in stream.getvalue().splitlines()]


@pytest.mark.parametrize(
    "text",
    [
        "13812345678", "+86 138 1234 5678", "call 138-1234-5678 now", "33080219900101123X", "330802199001011234",
        "电话13812345678。", "6222 0200 1234 5678 901", "0570-8123456",
    ],
)  # fmt: skip
def test_a_number_of_a_person_is_struck_out(text):
    assert not any(
        run in logs.scrub(text).replace(" ", "").replace("-", "") for run in ("1234", "9001", "8123")
    )


@pytest.mark.parametrize(
    "text",
    ["status 404", "2026-03-02T04:05:00Z", str(uuid.UUID(int=12345678901234567890)), "12 of 5000", "a" * 40],
)
def test_other_numbers_stay(text):
    assert logs.scrub(text) == text


def test_a_line_end_or_a_terminal_sequence_forges_no_line(written):
    evil = 'x\n{"event": "forged"}\r\x1b[2J\x1b[31mred\u2028\u202e'
    logging.getLogger("linli.request").info(evil, extra={"job": evil})
    assert len(written.getvalue().splitlines()) == 1
    assert "\x1b" not in written.getvalue()
    assert lines(written)[0]["level"] == "info"


def test_a_field_that_is_not_on_the_list_is_not_written(written):
    logging.getLogger("linli.request").info(
        "did", extra={"job": "x", "phone": "13812345678", "person": "张三"}
    )
    [line] = lines(written)
    assert line["job"] == "x"
    assert "张三" not in written.getvalue()
    assert "phone" not in line


def test_a_fault_is_written_as_its_kind_and_place_without_its_words(written):
    def open_the_register():
        raise ValueError("张三 13812345678")

    try:
        open_the_register()
    except ValueError:
        logging.getLogger("linli.request").exception("fault")
    [line] = lines(written)
    assert line["exception"].startswith("builtins.ValueError < ")
    assert "open_the_register" in line["exception"]
    assert "张三" not in written.getvalue()


def test_a_request_leaves_one_line_with_its_door_and_not_its_address(written, tmp_path):
    app = small_app(f"sqlite:///{tmp_path}/small.sqlite3")
    logs.log_requests(app)
    with app.app_context():
        use(Identity).who = manager()
    answer = app.test_client().get("/static/13812345678?name=张三", headers={"User-Agent": "张三"})
    [line] = lines(written)
    assert line["status"] == 404
    assert line["request_id"] == answer.headers["X-Request-ID"]
    assert line["ms"] >= 0
    assert "张三" not in written.getvalue()
    assert "13812345678" not in written.getvalue()
    with app.app_context():
        db.engine.dispose()


def test_the_whole_process_writes_this_way():
    stream, root = io.StringIO(), logging.getLogger()
    before, level = root.handlers[:], root.level
    try:
        logs.configure(stream=stream)
        logging.getLogger("somebody.else").warning("hello %s", "13812345678")
    finally:
        logging.captureWarnings(capture=False)
        root.handlers[:] = before
        root.setLevel(level)
    assert lines(stream)[0]["event"] == "hello [数字]"
