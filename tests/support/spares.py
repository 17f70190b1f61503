"""A PostgreSQL database lent to one test after another, emptied in between.

Making and dropping a database of some two hundred tables costs more than most tests. So a process keeps one
at rest; a test that changed the schema, or left much behind, gets its database dropped instead. The other
schema `spare` and its event triggers live in the template only of tests.
"""

import uuid

import psycopg

from tests.support.postgres import ADMIN, Cluster

MOST_USES, MOST_BYTES = 150, 16 * 1024 * 1024

FURNISH = """
CREATE SCHEMA spare;
CREATE TABLE spare.changed (what text);
CREATE FUNCTION spare.note_change() RETURNS event_trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
BEGIN
  IF EXISTS (SELECT FROM pg_event_trigger_ddl_commands() WHERE schema_name IS DISTINCT FROM 'pg_temp') THEN
    INSERT INTO spare.changed VALUES (tg_tag);
  END IF;
END $$;
CREATE FUNCTION spare.note_drop() RETURNS event_trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
BEGIN
  IF EXISTS (SELECT FROM pg_event_trigger_dropped_objects() WHERE NOT is_temporary) THEN
    INSERT INTO spare.changed VALUES (tg_tag);
  END IF;
END $$;
CREATE FUNCTION spare.empty() RETURNS void LANGUAGE plpgsql AS $$
DECLARE emptied regclass; kept text;
BEGIN
  SET LOCAL session_replication_role = replica;
  -- A table of no pages has had no row yet; looking into hundreds of those takes longer than most tests.
  FOR emptied IN SELECT oid FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
      AND (pg_stat_file(pg_relation_filepath(oid))).size > 0 LOOP
    EXECUTE format('DELETE FROM ONLY %s', emptied);
  END LOOP;
  FOR kept IN SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'spare'::regnamespace
      AND relname <> 'changed' LOOP
    EXECUTE format('INSERT INTO public.%I OVERRIDING SYSTEM VALUE SELECT * FROM spare.%I', kept, kept);
  END LOOP;
  PERFORM setval(oid::regclass, 1, false) FROM pg_class WHERE relkind = 'S';
END $$;
DO $$
DECLARE kept text; found boolean;
BEGIN
  FOR kept IN SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace LOOP
    EXECUTE format('SELECT EXISTS (SELECT FROM public.%I)', kept) INTO found;
    IF found THEN EXECUTE format('CREATE TABLE spare.%I AS TABLE public.%I', kept, kept); END IF;
  END LOOP;
END $$;
CREATE EVENT TRIGGER note_change ON ddl_command_end EXECUTE FUNCTION spare.note_change();
CREATE EVENT TRIGGER note_drop ON sql_drop EXECUTE FUNCTION spare.note_drop();
"""
REST = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity
 WHERE datname = current_database() AND pid <> pg_backend_pid()
"""
FIT = """
SELECT NOT EXISTS (SELECT FROM spare.changed) AND sum((pg_stat_file(pg_relation_filepath(oid))).size) < %s
  FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
"""


class Spares:
    """Databases like the template, for one process."""

    def __init__(self, cluster: Cluster, template: str) -> None:
        self._cluster, self._template = cluster, template
        self._resting: list[str] = []
        self._uses: dict[str, int] = {}
        with self._admin(template) as connection:
            connection.execute(FURNISH)

    def lend(self) -> str:
        """The name of a database at the newest schema with nothing of anybody in it."""
        name = self._resting.pop() if self._resting else self._make()
        self._uses[name] += 1
        return name

    def take_back(self, name: str) -> None:
        """Empty it for the next test, or drop it where that would not make it like new."""
        if self._uses[name] < MOST_USES and self._emptied(name):
            self._resting.append(name)
        else:
            self._cluster.drop_database(name)

    def close(self) -> None:
        for name in self._resting:
            self._cluster.drop_database(name)

    def _make(self) -> str:
        name = f"t_{uuid.uuid4().hex}"
        self._cluster.create_database(name, template=self._template)
        self._uses[name] = 0
        return name

    def _emptied(self, name: str) -> bool:
        with self._admin(name) as connection:
            connection.execute(REST)
            fit = connection.execute(FIT, [MOST_BYTES]).fetchone()
            if not fit or not fit[0]:
                return False
            connection.execute("SELECT spare.empty()")
        return True

    def _admin(self, name: str) -> psycopg.Connection:
        return psycopg.connect(self._cluster.conninfo(name, role=ADMIN), autocommit=True)
