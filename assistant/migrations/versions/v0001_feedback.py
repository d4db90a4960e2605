"""What people said of answers."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision: str | None = None


def upgrade() -> None:
    """Make the table of what people said of answers."""
    op.create_table(
        "feedback",
        sa.Column("reference", sa.String(11), primary_key=True),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("language", sa.String(2), nullable=False),
        sa.Column("verdict", sa.String(8), nullable=False),
        sa.Column("sources", sa.JSON(), nullable=False),
        sa.Column("consented", sa.Boolean(), nullable=False),
        sa.Column("wording", sa.String(8)),
        sa.Column("statements", sa.JSON()),
        sa.Column("faults", sa.JSON()),
        sa.Column("said", sa.Text()),
        sa.Column("questions", sa.JSON()),
        sa.Column("turn", sa.JSON()),
        sa.CheckConstraint("verdict IN ('right', 'partly', 'wrong')", name="verdict_known"),
        sa.CheckConstraint(
            "consented OR (wording IS NULL AND statements IS NULL AND faults IS NULL"
            " AND said IS NULL AND questions IS NULL AND turn IS NULL)",
            name="nothing_without_consent",
        ),
    )
    op.create_index("feedback_given_at", "feedback", ["given_at"])


def downgrade() -> None:
    """Drop it, with everything in it."""
    op.drop_index("feedback_given_at", "feedback")
    op.drop_table("feedback")
