"""Choose the language in which a work is checked."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    with op.batch_alter_table("work_checks") as work_checks:
        # Works were checked as American English.
        work_checks.add_column(sa.Column("language", sa.String(length=12), nullable=False, server_default="en-US"))
    with op.batch_alter_table("work_checks") as work_checks:
        work_checks.alter_column("language", existing_type=sa.String(length=12), server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("work_checks") as work_checks:
        work_checks.drop_column("language")
