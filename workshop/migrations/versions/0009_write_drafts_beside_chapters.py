"""Write drafts beside chapters."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    with op.batch_alter_table("chapters") as chapters:
        chapters.add_column(sa.Column("draft_of", sa.Integer(), nullable=True))
        chapters.add_column(sa.Column("began_at", sa.Integer(), nullable=True))
        chapters.create_foreign_key(op.f("fk_chapters_draft_of_chapters"), "chapters", ["draft_of"], ["id"], ondelete="CASCADE")
        chapters.create_index(op.f("ix_chapters_draft_of"), ["draft_of"])


def downgrade() -> None:
    if op.get_bind().scalar(sa.text("SELECT count(*) FROM chapters WHERE draft_of IS NOT NULL")):
        raise NotImplementedError("Drafts would become chapters; the copy that was kept before is the way back.")
    with op.batch_alter_table("chapters") as chapters:
        chapters.drop_index(op.f("ix_chapters_draft_of"))
        chapters.drop_constraint(op.f("fk_chapters_draft_of_chapters"), type_="foreignkey")
        chapters.drop_column("began_at")
        chapters.drop_column("draft_of")
