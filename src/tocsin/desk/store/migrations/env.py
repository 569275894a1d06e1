"""What Alembic runs: the migrations, on the connection and in the transaction that it is given."""

from alembic import context

from tocsin.desk.store.tables import metadata

if hasattr(context, "config"):  # not where somebody looks through all modules, as the tests do for examples
    context.configure(
        connection=context.config.attributes["connection"], target_metadata=metadata, transactional_ddl=True
    )
    context.run_migrations()
