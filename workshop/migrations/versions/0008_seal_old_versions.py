"""Seal old versions into blocks."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    op.create_table("blocks",
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("last", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("first", sa.Integer(), nullable=False),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("saves", sa.LargeBinary(), nullable=False),
        sa.Column("steps", sa.LargeBinary(), nullable=False),
        sa.Column("states", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["documents.id"], name=op.f("fk_blocks_document_id_documents"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("document_id", "last", name=op.f("pk_blocks")),
        sqlite_with_rowid=False
    )
    # Versions are read by their numbers; the index made each save slower and each history longer.
    op.drop_index("ix_versions_document_saved", table_name="versions")
    # Both may be missing, so SQLite adds them where they are, without writing the table anew.
    op.add_column("snapshots", sa.Column("parent", sa.Integer(), nullable=True))
    op.add_column("snapshots", sa.Column("digest", sa.LargeBinary(), nullable=True))


def downgrade() -> None:
    if op.get_bind().scalar(sa.text("SELECT count(*) FROM blocks")):
        raise NotImplementedError("What is sealed cannot be unsealed; the copy that was kept before is the way back.")
    op.create_index("ix_versions_document_saved", "versions", ["document_id", "saved_at"])
    with op.batch_alter_table("snapshots") as snapshots:
        snapshots.drop_column("digest")
        snapshots.drop_column("parent")
    op.drop_table("blocks")
