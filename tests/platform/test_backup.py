"""A backup restores on an empty machine, whole, and nothing of it can be read or changed without the key."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from linli.domains.people.models import Owner, OwnerPhone
from linli.platform import audit, backup, doctor
from linli.platform.db import db
from linli.platform.ports import use
from linli.platform.storage import Storage
from linli.platform.transactions import transaction
from tests.conftest import running
from tests.factories import people, places

KEY = b"k" * 32
PHONE = "13812345678"


@pytest.fixture
def full(app):
    """An estate with an owner, an audit row and a file."""
    with transaction():
        estate = places.estate("备份小区")
        people.owner(estate, places.unit(estate), name="钱多多", phones=[PHONE])
        use(Storage).put("ab/cd.jpg", b"picture", media_type="image/jpeg")
    return app


@pytest.fixture
def empty_settings(settings, tmp_path, request):
    """The settings of another, empty machine of the same kind, with the same keys."""
    folder = tmp_path / "other"
    folder.mkdir()
    if settings.database_url.startswith("sqlite"):
        yield replace(settings, database_url=f"sqlite:///{folder}/linli.sqlite3", data_dir=folder)
        return
    from tests.support import postgres

    name = f"restored_{folder.parent.name.replace('-', '_')[-20:].lower()}"
    yield replace(settings, database_url=postgres.cluster().create_database(name), data_dir=folder)
    postgres.cluster().drop_database(name)


class TestBackup:
    @pytest.mark.feature("AO-19")
    def test_restores_on_an_empty_machine_and_everything_is_in_order(self, full, empty_settings, tmp_path):
        file = tmp_path / "linli.bak"
        backup.write(file, key=KEY)
        with running(empty_settings):
            backup.restore(file, key=KEY)
            assert [verdict for verdict in doctor.examine() if verdict.faults] == []
            with transaction(writes=False):
                assert db.session.scalar(select(Owner.name)) == "钱多多"
                assert db.session.scalar(select(OwnerPhone.phone)) == PHONE
                assert db.session.scalar(select(audit.AuditHead.seq).limit(1)) > 0
            assert use(Storage).get("ab/cd.jpg") == b"picture"

    def test_cannot_be_read_without_its_key(self, full, tmp_path):
        file = tmp_path / "linli.bak"
        backup.write(file, key=KEY)
        content = file.read_bytes()
        assert not any(word.encode() in content for word in ("钱多多", "备份小区", "picture", "CREATE TABLE"))
        with pytest.raises(backup.BadBackup):
            backup.check_only(file, key=b"x" * 32)

    @pytest.mark.parametrize("harm", ["cut", "flip", "empty", "chunk"])
    def test_a_harmed_file_is_refused(self, full, tmp_path, harm):
        file = tmp_path / "linli.bak"
        backup.write(file, key=KEY)
        content = bytearray(file.read_bytes())
        if harm == "flip":
            content[len(content) // 2] ^= 1
        file.write_bytes({"cut": content[:-100], "flip": content, "empty": b"", "chunk": content[:12]}[harm])
        with pytest.raises(backup.BadBackup):
            backup.check_only(file, key=KEY)

    def test_does_not_restore_over_what_is_there(self, full, tmp_path):
        file = tmp_path / "linli.bak"
        backup.write(file, key=KEY)
        with pytest.raises(backup.NotEmpty):
            backup.restore(file, key=KEY)


class TestDoctor:
    def test_finds_a_missing_file_and_a_forged_log(self, full):
        assert all(not verdict.faults for verdict in doctor.examine())
        with transaction():
            db.session.execute(audit.AuditHead.__table__.update().values(seq=99))
        assert [verdict.name for verdict in doctor.examine() if verdict.faults] == ["操作记录没有被改动"]
