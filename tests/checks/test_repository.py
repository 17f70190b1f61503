"""What lies in the repository: no secret, no stranger's host on a page, and papers that say what is so."""

import re
import subprocess
from dataclasses import fields

import pytest

from config import Settings
from linli.cli import _gather, linli
from tests.support.sources import ROOT

SECRETS = {
    "a private key": re.compile(rb"-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----\s+[A-Za-z0-9+/=\s]{64}"),
    "a cloud access key": re.compile(rb"\b(?:AKIA|ASIA|LTAI|AKID)[A-Za-z0-9]{12,30}\b"),
    "a forge token": re.compile(rb"\b(?:gh[pousr]_[A-Za-z0-9]{36}|github_pat_\w{50,}|glpat-[\w-]{20})\b"),
    "a chat or mail token": re.compile(rb"\b(?:xox[abprs]-[\w-]{20,}|SG\.[\w-]{22}\.[\w-]{43}|sk-[A-Za-z0-9]{32,})\b"),
    "a signed token": re.compile(rb"\beyJ[\w-]{15,}\.eyJ[\w-]{15,}\.[\w-]{20,}"),
    "a password in an address": re.compile(rb"\b[a-z+]{3,20}://[^\s/:@'\"{}<>]{1,40}:[^\s/:@'\"{}<>$]{3,60}@[a-z0-9.-]+"),
    "a setting's value": re.compile(rb"\bLINLI_(?:SECRET|SEALING|DIGEST|AUDIT|BACKUP|SMS|PAYMENT_CALLBACK)_KEYS?=[\w+/=:]{20,}"),
}  # fmt: skip
# Made up for a test: an address whose user name and password have to be refused.
DECLARED = frozenset({"tests/webhooks/test_addresses.py"})

PAGES = ("linli/web/templates", "linli/web/static")
STRANGER = re.compile(
    r"""(?:\b(?:src|srcset|action|poster|data)\s*=\s*["']\s*|url\(\s*["']?|@import\s+["']|\bimport\s*\(?\s*["']"""
    r"""|\bfetch\(\s*["'`]|<link\b[^>]*\bhref\s*=\s*["'])(?:https?:)?//"""
)


def tracked():
    """Every file of the repository."""
    names = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False).stdout
    found = [ROOT / name.decode() for name in names.split(b"\0") if name]
    return [path for path in found if path.is_file()] or pytest.skip("not in a repository")


def secrets_in(content):
    return [kind for kind, pattern in SECRETS.items() if pattern.search(content)]


def test_no_tracked_file_holds_a_secret():
    found = {path.relative_to(ROOT).as_posix(): secrets_in(path.read_bytes()) for path in tracked()}
    assert {name: kinds for name, kinds in found.items() if kinds and name not in DECLARED} == {}


@pytest.mark.parametrize(
    "planted",
    [
        "-----BEGIN " + "PRIVATE KEY-----\n" + "MIIE" * 20,
        "-----BEGIN EC " + "PRIVATE KEY-----\n" + "MHcC" * 20,
        "LTAI" + "5tFakeFakeFakeFake1",
        "ghp" + "_" + "a1" * 18,
        "postgresql+psycopg" + "://linli:" + "hunter2" + "@db.example.cn/linli",
        "LINLI_SECRET_" + "KEY=" + "c2VjcmV0" * 4,
    ],
)
def test_a_planted_secret_is_found(planted):
    assert secrets_in(planted.encode())


def test_pages_load_nothing_from_other_hosts():
    found = [
        f"{path.relative_to(ROOT)}:{number}"
        for folder in PAGES
        for path in sorted((ROOT / folder).rglob("*"))
        if path.suffix in {".html", ".svg", ".css", ".js", ".webmanifest"}
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if STRANGER.search(line)
    ]
    assert found == []


@pytest.mark.parametrize(
    "line",
    [
        '<script src="https://cdn.example.com/x.js">', "url(//fonts.example.com/a.woff2)",
        '<link rel="stylesheet" href="//cdn.example.com/x.css">', "fetch('https://api.example.com/')",
    ],
)  # fmt: skip
def test_a_stranger_s_host_is_found(line):
    assert STRANGER.search(line)


def test_the_settings_in_the_papers_are_those_that_are_read():
    """docs/operations.md and the code name the same environment variables."""
    read = set(
        re.findall(r'read\.(?:text|words|number|secret|key)\("([A-Z_]+)"', _text("config/__init__.py"))
    )
    read |= set(re.findall(r'self\.text\("([A-Z_]+)"\)', _text("config/__init__.py")))
    read |= {
        name.removeprefix("LINLI_") for name in re.findall(r"LINLI_[A-Z_]+", _text("config/gunicorn.py"))
    }
    written = {
        name.removeprefix("LINLI_") for name in re.findall(r"`(LINLI_[A-Z_]+)`", _text("docs/operations.md"))
    }
    assert written == read
    assert {one.name.upper() for one in fields(Settings)} <= read


@pytest.mark.parametrize("paper", ["README.md", "CONTRIBUTING.md", "docs/operations.md", "docs/api.md"])
def test_commands_in_the_papers_exist(paper):
    text = _text(paper)
    targets = set(re.findall(r"^([a-z-]+):", _text("Makefile"), re.MULTILINE))
    code = "\n".join("".join(pair) for pair in re.findall(r"```\w*\n(.*?)```|`([^`\n]+)`", text, re.DOTALL))
    for target in re.findall(r"^\s*make ([a-z-]+)", code, re.MULTILINE):
        assert target in targets, f"make {target}"
    for command in re.findall(r"^\s*(?:\.venv/bin/)?linli ((?:[a-z][a-z-]*(?: |$))+)", code, re.MULTILINE):
        assert _known(command.split()), f"linli {command}"


def _known(words):
    """Whether the words name a command, or a group and one of its commands; what follows are its arguments."""
    if words[0] == "verify":  # runs without the application, and so without its list of commands
        return True
    _gather()
    place = linli
    for word in words:
        if not hasattr(place, "commands"):
            return True
        if word not in place.commands:
            return False
        place = place.commands[word]
    return True


def test_a_command_that_is_not_there_is_found():
    assert _known(["db", "upgrade"])
    assert not _known(["no-such-command"])
    assert not _known(["db", "no-such-command"])


def _text(name):
    return (ROOT / name).read_text(encoding="utf-8")
