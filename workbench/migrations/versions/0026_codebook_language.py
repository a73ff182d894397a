"""The language of a project's codebook and guidelines.

Whoever created a project could begin in English or German, and nothing kept which. The German
beginning is known by the prompts of its questions. Going back forgets what leads chose since.
"""

import json

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0021"
branch_labels = None
depends_on = None

GERMAN_PROMPTS = frozenset(
    {
        "Welches Gefühl trägt der Wortlaut, was auch immer geschehen ist?",
        "Neigt der Wortlaut einer Seite zu?",
    }
)


def upgrade() -> None:
    op.add_column(
        "project",
        sa.Column("codebook_language", sa.String(length=8), server_default="en", nullable=False),
    )
    connection = op.get_bind()
    newest = connection.execute(
        sa.text(
            "SELECT v.project_id, v.definition FROM codebook_version v WHERE v.number ="
            " (SELECT MAX(w.number) FROM codebook_version w WHERE w.project_id = v.project_id)"
        )
    )
    german = [project_id for project_id, definition in newest if _is_german(definition)]
    for project_id in german:
        connection.execute(
            sa.text("UPDATE project SET codebook_language = 'de' WHERE id = :id"),
            {"id": project_id},
        )


def downgrade() -> None:
    op.drop_column("project", "codebook_language")


def _is_german(definition: object) -> bool:
    # A plain statement gives JSON as text on SQLite, and read on PostgreSQL.
    read = json.loads(definition) if isinstance(definition, str) else definition
    questions = read.get("questions", []) if isinstance(read, dict) else []
    return any(question.get("prompt") in GERMAN_PROMPTS for question in questions)
