"""Several occasions of one paragraph and annotator: hidden repeats and a second pass.

Going back, annotations of later occasions are set aside in tables of their own, because the older
program allows one assignment for each paragraph and annotator. Coming forward again puts them
back, but for those whose paragraph or annotator has gone meanwhile.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

from workbench import occasions

revision = "0014"
down_revision = "0016"
branch_labels = None
depends_on = None

KNOWN = "occasion IN ('first', 'repeat', 'named')"
CHECKS = {
    "occasion_is_known": KNOWN,
    "only_the_first_is_open": "occasion = 'first' OR NOT is_open",
    "named_is_shown": "occasion <> 'named' OR outlet_arm = 'shown'",
    "lot_in_range": "lot >= 0 AND lot < 1",
}
RANGES = {
    "repeats_in_range": "repeat_percent BETWEEN 0 AND 50",
    "repeat_after_in_range": "repeat_after BETWEEN 1 AND 1000",
    "named_in_range": "named_percent BETWEEN 0 AND 100",
}
SHARES = {"repeat_percent": "0", "repeat_after": "20", "named_percent": "0"}
ONCE = "uq_assignment_paragraph_id_account_id"
ONCE_AN_OCCASION = "uq_assignment_paragraph_id_account_id_occasion"
WAS_LEASED = "ix_assignment_project_id_account_id_leased_at"
WAS_LEASED_BY_OCCASION = "ix_assignment_project_id_account_id_occasion_leased_at"

# What belongs to a later occasion, owners first.
LATER: dict[str, str] = {
    "assignment": "occasion <> 'first'",
    "annotation": "assignment_id IN (SELECT id FROM assignment WHERE occasion <> 'first')",
    "answer": "annotation_id IN (SELECT id FROM annotation WHERE assignment_id IN"
    " (SELECT id FROM assignment WHERE occasion <> 'first'))",
    "span": "annotation_id IN (SELECT id FROM annotation WHERE assignment_id IN"
    " (SELECT id FROM assignment WHERE occasion <> 'first'))",
}
_OF_FIRST_ANNOTATION = (
    "first_annotation_id IN (SELECT id FROM first_annotation WHERE assignment_id IN"
    " (SELECT id FROM assignment WHERE occasion <> 'first'))"
)
LATER |= {
    "first_annotation": LATER["annotation"],
    "first_answer": _OF_FIRST_ANNOTATION,
    "first_span": _OF_FIRST_ANNOTATION,
}
OWNERS = {
    "first_annotation": "assignment",
    "first_answer": "first_annotation",
    "first_span": "first_annotation",
    "annotation": "assignment",
    "answer": "annotation",
    "span": "annotation",
}
STILL_THERE = """
    EXISTS (SELECT 1 FROM assignment AS own WHERE own.occasion = 'first'
        AND own.paragraph_id = aside.paragraph_id AND own.account_id = aside.account_id)
"""


def upgrade() -> None:
    with op.batch_alter_table("study_design") as design:
        for name, usual in SHARES.items():
            design.add_column(sa.Column(name, sa.Integer(), server_default=usual, nullable=False))
        for name, condition in RANGES.items():
            design.create_check_constraint(op.f(f"ck_study_design_{name}"), condition)
    with op.batch_alter_table("annotator_count") as count:
        count.add_column(_occasion())
        count.drop_constraint("pk_annotator_count", type_="primary")
        count.create_primary_key(
            op.f("pk_annotator_count"), ["project_id", "account_id", "occasion"]
        )
        count.create_check_constraint(op.f("ck_annotator_count_occasion_is_known"), KNOWN)
    op.drop_index(WAS_LEASED, table_name="assignment")
    op.drop_index("ix_assignment_drawn", table_name="assignment")
    with op.batch_alter_table("assignment") as assignment:
        assignment.add_column(_occasion())
        assignment.add_column(sa.Column("lot", sa.Double(), nullable=True))
        assignment.drop_constraint(ONCE, type_="unique")
        assignment.create_unique_constraint(
            ONCE_AN_OCCASION, ["paragraph_id", "account_id", "occasion"]
        )
        for name, condition in CHECKS.items():
            assignment.create_check_constraint(op.f(f"ck_assignment_{name}"), condition)
    op.create_index(
        WAS_LEASED_BY_OCCASION, "assignment", ["project_id", "account_id", "occasion", "leased_at"]
    )
    _index_drawn("design_id IS NOT NULL AND occasion = 'first'")
    _give_the_index_back_its_place()
    _draw_lots()
    _put_back()


def downgrade() -> None:
    _set_aside()
    op.drop_index(WAS_LEASED_BY_OCCASION, table_name="assignment")
    op.drop_index("ix_assignment_drawn", table_name="assignment")
    with op.batch_alter_table("assignment") as assignment:
        for name in CHECKS:
            assignment.drop_constraint(op.f(f"ck_assignment_{name}"), type_="check")
        assignment.drop_constraint(ONCE_AN_OCCASION, type_="unique")
        assignment.create_unique_constraint(ONCE, ["paragraph_id", "account_id"])
        assignment.drop_column("lot")
        assignment.drop_column("occasion")
    op.create_index(WAS_LEASED, "assignment", ["project_id", "account_id", "leased_at"])
    _index_drawn("design_id IS NOT NULL")
    _give_the_index_back_its_place()
    with op.batch_alter_table("annotator_count") as count:
        count.drop_constraint(op.f("ck_annotator_count_occasion_is_known"), type_="check")
        count.drop_constraint("pk_annotator_count", type_="primary")
        count.drop_column("occasion")
        count.create_primary_key(op.f("pk_annotator_count"), ["project_id", "account_id"])
    with op.batch_alter_table("study_design") as design:
        for name in RANGES:
            design.drop_constraint(op.f(f"ck_study_design_{name}"), type_="check")
        for name in SHARES:
            design.drop_column(name)


def _occasion() -> sa.Column[str]:
    return sa.Column("occasion", sa.String(length=6), server_default="first", nullable=False)


def _index_drawn(condition: str) -> None:
    op.create_index(
        "ix_assignment_drawn",
        "assignment",
        ["design_id", "account_id", "stratum", "id"],
        sqlite_where=sa.text(condition),
        postgresql_where=sa.text(condition),
    )


def _give_the_index_back_its_place() -> None:
    # SQLite copied the table, with its indexes in any order; of two that serve a query equally by
    # its estimate it takes the newest, which has to be the one that holds fewer rows.
    op.drop_index("ix_assignment_finished_and_open", table_name="assignment")
    op.create_index(
        "ix_assignment_finished_and_open",
        "assignment",
        ["project_id", "account_id"],
        sqlite_where=sa.text("is_open = 1 AND state <> 'leased'"),
        postgresql_where=sa.text("is_open AND state <> 'leased'"),
    )


def _draw_lots() -> None:
    """Draw for what was given out already, so that it can come back as well."""
    link = op.get_bind()
    drawn = link.execute(
        sa.text(
            "SELECT assignment.id, assignment.account_id, assignment.paragraph_id,"
            " study_design.seed FROM assignment"
            " JOIN study_design ON study_design.id = assignment.design_id"
        )
    ).all()
    lots = [
        {
            "id": row.id,
            "lot": occasions.lot(
                seed=row.seed, annotator=row.account_id, paragraph=row.paragraph_id
            ),
        }
        for row in drawn
    ]
    if lots:
        link.execute(sa.text("UPDATE assignment SET lot = :lot WHERE id = :id"), lots)


def _set_aside() -> None:
    link = op.get_bind()
    if link.scalar(sa.text("SELECT count(*) FROM assignment WHERE occasion <> 'first'")):
        for table, condition in LATER.items():
            op.execute(f"CREATE TABLE {table}_aside AS SELECT * FROM {table} WHERE {condition}")  # noqa: S608  (names and conditions of this file)
        for table, condition in reversed(LATER.items()):
            op.execute(f"DELETE FROM {table} WHERE {condition}")  # noqa: S608  (as above)
    op.execute("DELETE FROM annotator_count WHERE occasion <> 'first'")


def _put_back() -> None:
    link = op.get_bind()
    if not sa.inspect(link).has_table("assignment_aside"):
        return
    op.execute(f"DELETE FROM assignment_aside AS aside WHERE NOT {STILL_THERE}")  # noqa: S608  (a condition of this file)
    # What was stored since may have taken the numbers; those of a later occasion hang on nothing.
    moved = {
        table: link.scalar(sa.text(f"SELECT coalesce(max(id), 0) FROM {table}"))  # noqa: S608  (a name of this file)
        for table in LATER
    }
    for table in LATER:
        _copy_back(link, table, moved)
    for table in reversed(LATER):
        op.drop_table(f"{table}_aside")
    op.execute(
        "INSERT INTO annotator_count"
        " (project_id, account_id, occasion, submitted, skipped, flagged)"
        " SELECT assignment.project_id, assignment.account_id, assignment.occasion,"
        " count(*) FILTER (WHERE assignment.state = 'submitted'),"
        " count(*) FILTER (WHERE assignment.state = 'skipped'),"
        " count(*) FILTER (WHERE annotation.is_flagged)"
        " FROM assignment JOIN annotation"
        " ON annotation.assignment_id = assignment.id AND annotation.is_current"
        " WHERE assignment.occasion <> 'first'"
        " GROUP BY assignment.project_id, assignment.account_id, assignment.occasion"
    )


def _copy_back(link: Any, table: str, moved: dict[str, int]) -> None:
    aside = {column["name"] for column in sa.inspect(link).get_columns(f"{table}_aside")}
    names = [
        column["name"] for column in sa.inspect(link).get_columns(table) if column["name"] in aside
    ]
    owner = OWNERS.get(table)
    values = {name: f'"{name}"' for name in names}
    values["id"] = f"id + {moved[table]}"
    condition = "true"
    if owner is not None:
        values[f"{owner}_id"] = f"{owner}_id + {moved[owner]}"
        condition = f"{owner}_id + {moved[owner]} IN (SELECT id FROM {owner})"  # noqa: S608  (as below)
    into, values_of = ", ".join(f'"{name}"' for name in names), ", ".join(values.values())
    op.execute(
        f"INSERT INTO {table} ({into}) SELECT {values_of} FROM {table}_aside WHERE {condition}"  # noqa: S608  (names of the tables themselves)
    )
    if link.dialect.name == "postgresql":
        op.execute(
            f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), max(id)) FROM {table}"  # noqa: S608  (a name of this file)
        )
