"""Share lexicons between works, and let a term have other names."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.create_table("shared_lexicons",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_shared_lexicons_person_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shared_lexicons")),
        sa.UniqueConstraint("person_id", "name", name=op.f("uq_shared_lexicons_person_id_name"))
    )
    op.create_table("lexicon_uses",
        sa.Column("work_id", sa.Integer(), nullable=False),
        sa.Column("lexicon_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["lexicon_id"], ["shared_lexicons.id"], name=op.f("fk_lexicon_uses_lexicon_id_shared_lexicons"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["work_id"], ["works.id"], name=op.f("fk_lexicon_uses_work_id_works"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("work_id", "lexicon_id", name=op.f("pk_lexicon_uses"))
    )
    op.create_index(op.f("ix_lexicon_uses_lexicon_id"), "lexicon_uses", ["lexicon_id"], unique=False)
    with op.batch_alter_table("terms") as terms:
        terms.alter_column("work_id", existing_type=sa.Integer(), nullable=True)
        terms.add_column(sa.Column("lexicon_id", sa.Integer(), nullable=True))
        # Terms that are there have no other names.
        terms.add_column(sa.Column("also_called", sa.Text(), nullable=False, server_default=""))
        terms.create_foreign_key(op.f("fk_terms_lexicon_id_shared_lexicons"), "shared_lexicons", ["lexicon_id"], ["id"], ondelete="CASCADE")
        terms.create_unique_constraint(op.f("uq_terms_lexicon_id_text"), ["lexicon_id", "text"])
        terms.create_check_constraint(op.f("ck_terms_one_home"), "(work_id IS NULL) <> (lexicon_id IS NULL)")
    with op.batch_alter_table("terms") as terms:
        terms.alter_column("also_called", existing_type=sa.Text(), server_default=None)


def downgrade() -> None:
    op.execute("DELETE FROM terms WHERE work_id IS NULL")
    with op.batch_alter_table("terms") as terms:
        terms.drop_constraint(op.f("ck_terms_one_home"), type_="check")
        terms.drop_constraint(op.f("uq_terms_lexicon_id_text"), type_="unique")
        terms.drop_constraint(op.f("fk_terms_lexicon_id_shared_lexicons"), type_="foreignkey")
        terms.drop_column("also_called")
        terms.drop_column("lexicon_id")
        terms.alter_column("work_id", existing_type=sa.Integer(), nullable=False)
    op.drop_index(op.f("ix_lexicon_uses_lexicon_id"), table_name="lexicon_uses")
    op.drop_table("lexicon_uses")
    op.drop_table("shared_lexicons")
