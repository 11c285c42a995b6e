"""Tell the device of a save."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    # It may be missing, so SQLite adds it where it is, without writing the table anew.
    op.add_column("versions", sa.Column("device", sa.String(40), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("versions") as versions:
        versions.drop_column("device")
