"""Remember more of a verdict."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

#: What every verdict has from now on, and what those from before get.
NEEDED = {
    "person_id": (sa.Integer(), "(SELECT min(person_id) FROM memberships m WHERE m.work_id = decisions.work_id AND m.role = 'author')"),
    "place": (sa.String(length=16), "''"),
    "rule": (sa.String(length=100), "subject"),
    "short": (sa.String(length=100), "''"),
    "before": (sa.String(length=200), "''"),
    "after": (sa.String(length=200), "''"),
}


def upgrade() -> None:
    # Findings that were left are known by another mark now; the old one cannot be turned into it.
    op.execute("DELETE FROM decisions WHERE verdict = 'ignore_here'")
    op.execute("UPDATE decisions SET verdict = 'never' WHERE verdict = 'ignore_rule'")
    with op.batch_alter_table("decisions") as table:
        for name, (kind, _) in NEEDED.items():
            table.add_column(sa.Column(name, kind, nullable=True))
        table.add_column(sa.Column("meant", sa.String(length=200), nullable=True))
        table.add_column(sa.Column("pair", sa.String(length=100), nullable=True))
        table.add_column(sa.Column("thread_id", sa.Integer(), nullable=True))
        table.add_column(sa.Column("taken_back_at", sa.DateTime(timezone=True), nullable=True))
    for name, (_, value) in NEEDED.items():
        op.execute(f"UPDATE decisions SET {name} = {value}")
    with op.batch_alter_table("decisions") as table:
        for name, (kind, _) in NEEDED.items():
            table.alter_column(name, existing_type=kind, nullable=False)
        table.create_foreign_key(op.f("fk_decisions_person_id_people"), "people", ["person_id"], ["id"])
        table.create_foreign_key(op.f("fk_decisions_thread_id_threads"), "threads", ["thread_id"], ["id"], ondelete="CASCADE")
        table.create_index(op.f("ix_decisions_thread_id"), ["thread_id"])
        table.create_index("ix_decisions_person_id_pair", ["person_id", "pair"])


def downgrade() -> None:
    op.execute("DELETE FROM decisions WHERE verdict <> 'never' OR taken_back_at IS NOT NULL")
    op.execute("UPDATE decisions SET verdict = 'ignore_rule'")
    with op.batch_alter_table("decisions") as table:
        table.drop_index("ix_decisions_person_id_pair")
        table.drop_index(op.f("ix_decisions_thread_id"))
        table.drop_constraint(op.f("fk_decisions_thread_id_threads"), type_="foreignkey")
        table.drop_constraint(op.f("fk_decisions_person_id_people"), type_="foreignkey")
        for name in (*NEEDED, "meant", "pair", "thread_id", "taken_back_at"):
            table.drop_column(name)
