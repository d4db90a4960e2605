"""What Alembic runs: the steps, within the transaction of the connection that it is given."""

from alembic import context


def run() -> None:
    """Take every step that is due; either all of them hold or none."""
    context.configure(connection=context.config.attributes["connection"])
    with context.begin_transaction():
        context.run_migrations()


if __name__ == "env_py":  # the name under which Alembic loads this file
    run()
