"""The test cluster is what the tests believe it is."""

import psycopg
import pytest

from tests.support import postgres, required


@pytest.fixture
def cluster():
    required.need("postgres")
    return postgres.cluster()


@pytest.fixture
def database(cluster, request):
    name = f"ground_{abs(hash(request.node.name)) % 10**8}"
    cluster.create_database(name)
    yield name
    cluster.drop_database(name)


def test_every_process_of_a_session_finds_the_same_server(cluster):
    assert postgres.cluster() == cluster


def test_row_level_security_bites_the_owner_once_forced(cluster, database):
    with psycopg.connect(cluster.conninfo(database)) as connection:
        connection.execute("CREATE TABLE secret (n int)")
        connection.execute("INSERT INTO secret VALUES (1)")
        connection.execute("ALTER TABLE secret ENABLE ROW LEVEL SECURITY")
        connection.execute("ALTER TABLE secret FORCE ROW LEVEL SECURITY")
        assert connection.execute("SELECT count(*) FROM secret").fetchone() == (0,)


def test_a_copy_holds_what_its_template_held(cluster, database):
    with psycopg.connect(cluster.conninfo(database)) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 7 AS n")
    with psycopg.connect(cluster.conninfo(database)) as still_connected:
        cluster.create_database(f"{database}_copy", template=database)
        still_connected.close()
    with psycopg.connect(cluster.conninfo(f"{database}_copy")) as connection:
        assert connection.execute("SELECT n FROM kept").fetchone() == (7,)
    cluster.drop_database(f"{database}_copy")


def test_text_is_kept_as_unicode_and_time_as_utc(cluster, database):
    with psycopg.connect(cluster.conninfo(database)) as connection:
        shown = connection.execute("SELECT current_setting('server_encoding'), current_setting('timezone')")
        assert shown.fetchone() == ("UTF8", "UTC")


@pytest.mark.parametrize("name", ["", "Upper", "a-b", 'a"; DROP', "1st"])
def test_a_strange_name_is_refused(cluster, name):
    with pytest.raises(ValueError, match="not a name"):
        cluster.create_database(name)
