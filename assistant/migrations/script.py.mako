"""${message.capitalize()}."""

import sqlalchemy as sa
from alembic import op
${imports if imports else ""}
revision = ${repr(up_revision).replace("'", '"')}
down_revision = ${repr(down_revision).replace("'", '"')}


def upgrade() -> None:
    """Tell here what becomes of the rows that exist."""
    ${upgrades if upgrades else "pass"}


def downgrade() -> None:
    """Tell here what is lost."""
    ${downgrades if downgrades else "pass"}
