"""What the platform knows: cases, messages, updates, in a small SQLite book of its own."""

import json
import sqlite3
import threading
from collections.abc import Mapping
from datetime import datetime
from typing import Any

_TABLES = """
CREATE TABLE IF NOT EXISTS cases (external_id TEXT PRIMARY KEY, number TEXT, token TEXT, state TEXT,
  version INTEGER, content TEXT, at TEXT);
CREATE TABLE IF NOT EXISTS messages (external_id TEXT, seq INTEGER, kind TEXT, body TEXT, times INTEGER,
  PRIMARY KEY (external_id, seq));
CREATE TABLE IF NOT EXISTS updates (id INTEGER PRIMARY KEY AUTOINCREMENT, external_id TEXT, number TEXT,
  version INTEGER, state TEXT, words TEXT, at TEXT);
"""
PAGE = 500


class OtherWords(Exception):
    """The same message came with other content."""


class Book:
    """One connection, one lock."""

    def __init__(self, path: str = ":memory:") -> None:
        self._lock = threading.RLock()
        self._db = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
        self._db.row_factory = sqlite3.Row
        self._db.executescript(_TABLES)

    def clear(self) -> None:
        with self._lock:
            for table in ("cases", "messages", "updates"):
                self._db.execute(f"DELETE FROM {table}")  # noqa: S608 - three fixed names

    def take(self, message: Mapping[str, Any], *, at: datetime) -> bool:
        """Keep a message once; whether it is new. Raises OtherWords for another one under the same id."""
        key = (message["external_id"], message["seq"])
        body = json.dumps(message, sort_keys=True, ensure_ascii=False)
        with self._lock:
            known = self._db.execute(
                "SELECT body FROM messages WHERE external_id=? AND seq=?", key
            ).fetchone()
            if known is not None:
                if known["body"] != body:
                    raise OtherWords
                self._db.execute("UPDATE messages SET times=times+1 WHERE external_id=? AND seq=?", key)
                return False
            self._db.execute("INSERT INTO messages VALUES (?,?,?,?,1)", (*key, message["kind"], body))
            if message["kind"] == "case":
                count = self._db.execute("SELECT count(*) FROM cases").fetchone()[0]
                number, token = f"QZ{at:%Y%m%d}{count + 1:06d}", f"T{count + 1:08d}"
                content = json.dumps(message["content"], ensure_ascii=False)
                self._db.execute(
                    "INSERT INTO cases VALUES (?,?,?,'10',0,?,?)",
                    (key[0], number, token, content, at.isoformat()),
                )
            return True

    def case(self, external_id: str) -> dict[str, Any] | None:
        return self._one("SELECT * FROM cases WHERE external_id=?", external_id)

    def by_token(self, token: str) -> dict[str, Any] | None:
        return self._one("SELECT * FROM cases WHERE token=?", token)

    def move(
        self, external_id: str, state: str, words: str, number: str, *, at: datetime
    ) -> dict[str, Any] | None:
        """Another state for a case: an update with the next version."""
        with self._lock:
            found = self.case(external_id)
            if found is None:
                return None
            version, number = found["version"] + 1, number or found["number"]
            self._db.execute(
                "UPDATE cases SET state=?, version=?, number=? WHERE external_id=?",
                (state, version, number, external_id),
            )
            row = (external_id, number, version, state, words, at.isoformat())
            made = self._db.execute(
                "INSERT INTO updates (external_id, number, version, state, words, at) VALUES (?,?,?,?,?,?)",
                row,
            )
            return self._one("SELECT * FROM updates WHERE id=?", made.lastrowid)

    def updates(self, since: int) -> list[dict[str, Any]]:
        return self._all("SELECT * FROM updates WHERE id>? ORDER BY id LIMIT ?", since, PAGE)

    def cases(self, since: str, after: str) -> list[dict[str, Any]]:
        return self._all(
            "SELECT * FROM cases WHERE at>=? AND external_id>? ORDER BY external_id LIMIT ?",
            since,
            after,
            PAGE,
        )

    def messages(self) -> list[dict[str, Any]]:
        """Everything that was ever taken, in the order of arrival within each case."""
        return self._all("SELECT * FROM messages ORDER BY rowid")

    def _one(self, query: str, *values: Any) -> dict[str, Any] | None:
        with self._lock:
            found = self._db.execute(query, values).fetchone()
        return dict(found) if found else None

    def _all(self, query: str, *values: Any) -> list[dict[str, Any]]:
        with self._lock:
            return [dict(row) for row in self._db.execute(query, values)]
