"""Bad rows, set apart with file, row, column, reason; too many, and nothing lands."""

import json
from dataclasses import dataclass

import duckdb

from customer360.landing.database import explained, file_name, literal
from customer360.landing.errors import LandingError
from customer360.landing.job import Job, Session
from customer360.landing.shape import Shape
from customer360.landing.workspace import Workspace

SHOWN_REASONS = 5
SHOWN_VALUE = 60


@dataclass(frozen=True)
class Counts:
    """Rows read, and those of them that are bad."""

    read: int
    bad: int


def set_apart(session: Session, job: Job, shape: Shape) -> Counts:
    """Create the relation `good`, write the quarantine file, and return the counts.

    `good` has the checked columns and `__row`, the row's number in the file from 1.
    Raises LandingError if the file has no rows or the share of bad ones is too high.
    A SQL mapping may find nothing in rows that are there: orders without a refund.
    """
    connection, workspace = session.connection, session.workspace
    counts = _create_views(connection, job, workspace)
    if not counts.read:
        if job.mapping and job.mapping.query and _has_rows(connection):
            return counts
        raise LandingError(f"{job.source.path} is empty: it has no rows.")
    if (
        counts.bad > job.request.max_bad_share * counts.read
        or counts.bad == counts.read
    ):
        raise LandingError(_too_many(connection, job, shape, counts))
    if counts.bad:
        query = 'from quarantined order by "row"'
        with explained(f"{workspace.landing}: cannot write {job.source.name}"):
            session.writer.copy(query, workspace.quarantine, "setting apart")
    return counts


def _has_rows(connection: duckdb.DuckDBPyConnection) -> bool:
    return bool(connection.execute("select 1 from file limit 1").fetchall())


def _create_views(
    connection: duckdb.DuckDBPyConnection, job: Job, workspace: Workspace
) -> Counts:
    staged = f"read_parquet({file_name(workspace.staged)}, file_row_number = true)"
    broken = connection.execute("select count(*) from broken").fetchall()[0][0]
    row = "file_row_number + 1"
    join = ""
    if broken and not (job.mapping and job.mapping.query):
        row, join = _numbered_around_broken(connection)
    connection.execute(
        f"""
        create temp view numbered as
        select staged.* exclude (file_row_number), cast({row} as bigint) as __row
        from {staged} as staged {join};

        create temp view good as
        select * from numbered where __reason is null;

        create temp view quarantined as
        select {literal(job.source.name)} as file, __row as "row",
            __column as "column", __reason as reason,
            cast(__record as varchar) as record,
            {literal(job.file_id)} as landed_file_id
        from numbered where __reason is not null
        union all
        select {literal(job.source.name)}, "row", null, reason,
            cast(record as varchar), {literal(job.file_id)}
        from broken
        """
    )
    counted = connection.execute(
        f"select count(*), count(__reason) from {staged}"
    ).fetchall()[0]
    return Counts(counted[0] + broken, counted[1] + broken)


def _numbered_around_broken(connection: duckdb.DuckDBPyConnection) -> tuple[str, str]:
    """Return (expression, join) of a row's number in the file.

    The reader leaves broken records out. The k-th of them, record r, is followed by
    rows read as number r - k + 1 and up: those are moved on by k.
    """
    connection.execute(
        """
        create temp table gaps as
        select "row" - k + 1 as first_row, max(k) as moved_by
        from (select "row", row_number() over (order by "row") as k from broken)
        group by first_row
        """
    )
    return (
        "file_row_number + 1 + coalesce(gaps.moved_by, 0)",
        "asof left join gaps on staged.file_row_number + 1 >= gaps.first_row",
    )


def _too_many(
    connection: duckdb.DuckDBPyConnection, job: Job, shape: Shape, counts: Counts
) -> str:
    """Return the message: how many, the top reasons, and an example of each."""
    reasons = connection.execute(
        f"""
        select count(*) as bad_count, "column", reason, min("row") as first_row,
            arg_min(record, "row")
        from quarantined group by "column", reason
        order by bad_count desc, first_row limit {SHOWN_REASONS}
        """
    ).fetchall()
    lines = [
        f"{counted(count)}: {reason} (row {row:,}{_example(shape, column, record)})"
        for count, column, reason, row, record in reasons
    ]
    return "\n".join(
        [
            f"{counts.bad:,} of {counts.read:,} rows of {job.source.path} are bad "
            f"({counts.bad / counts.read:.1%}; at most "
            f"{job.request.max_bad_share:.1%} may be). Nothing landed.",
            *(f"  {line}" for line in lines),
            "Mend the file, map it (--map), or allow more with --max-bad-share.",
        ]
    )


def _example(shape: Shape, column: str | None, record: str) -> str:
    content = json.loads(record)
    name = shape.matched.get(column or "", (column, ""))[0]
    value = content.get(name, content.get("line"))
    if value is None:
        return ""
    text = str(value)
    shown = text if len(text) <= SHOWN_VALUE else text[:SHOWN_VALUE] + "…"
    return f": {shown!r}"


def counted(count: int) -> str:
    """Return `1 row`, `2 rows`."""
    return f"{count:,} {'row' if count == 1 else 'rows'}"
