"""How Alembic reaches the database: through the application's own engine, one transaction a migration."""

from alembic import context

from linli.platform.db import db

connection = context.config.attributes["connection"]

context.configure(
    connection=connection,
    target_metadata=db.metadata,
    transaction_per_migration=True,
    transactional_ddl=True,
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()
