"""Keep most saves as steps alone"""

import sqlalchemy as sa
from alembic import op


revision = '0002'
down_revision = '0001'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('documents', schema=None) as batch_op:
        batch_op.add_column(sa.Column('steps_ahead', sa.Integer(), server_default='0', nullable=False))
        batch_op.add_column(sa.Column('state', sa.BigInteger(), nullable=True))


def downgrade() -> None:
    raise NotImplementedError('An older Galley would take a text without its newest steps for the whole one.')
