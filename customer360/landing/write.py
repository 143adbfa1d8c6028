"""From a file to the two Parquet files of its landing, still in the scratch folder."""

import datetime as dt

import duckdb

from customer360.landing.checks import checked_rows
from customer360.landing.database import (
    connect,
    describe,
    explained,
    file_name,
    first_line,
    identifier,
    literal,
)
from customer360.landing.errors import LandingError
from customer360.landing.job import Job, Session
from customer360.landing.known_at import KnownAt, Rule, decide, event_time, timestamp
from customer360.landing.manifest import ManifestEntry
from customer360.landing.mapping import select
from customer360.landing.quarantine import Counts, set_apart
from customer360.landing.readers import broken_rows, open_file
from customer360.landing.shape import RULES, Shape, shape_of
from customer360.landing.source import require_unchanged
from customer360.landing.workspace import Workspace
from customer360.landing.writer import OnProgress, Writer


def write(
    job: Job, workspace: Workspace, on_progress: OnProgress | None
) -> tuple[ManifestEntry, str | None]:
    """Write `data.parquet` and, if rows are bad, `quarantine.parquet`.

    Returns the manifest entry, not yet written, and why `auto` chose its rule. Raises
    LandingError if the file, its mapping or too many of its rows are wrong.
    """
    is_regrouped = job.mapping is not None and job.mapping.query is not None
    spill = workspace.folder / "spill"
    with connect(spill, is_ordered=is_regrouped) as connection:
        session = Session(connection, workspace, Writer(connection, on_progress))
        shape = _stage(session, job)
        counts = set_apart(session, job, shape)
        known = _known_at(connection, _rule(job, workspace), counts)
        _write_data(session, job, shape, known)
        require_unchanged(job.source)
        return _entry(session, job, shape, known, counts), known.note


def _stage(session: Session, job: Job) -> Shape:
    """Write every row of the file, cast and judged, and the records no reader took."""
    shape = _open(session.connection, job)
    query = checked_rows(job.contract, shape, job.now)
    what = f"{job.source.path} cannot be read"
    if job.mapping:
        what = f"{job.mapping.path}: the mapping fails on {job.source.name}"
    with explained(what):
        session.writer.copy(
            query, session.workspace.staged, f"reading {job.source.name}"
        )
        broken = f"create temp table broken as {broken_rows(job.source)}"
        session.connection.execute(broken)
    return shape


def _open(connection: duckdb.DuckDBPyConnection, job: Job) -> Shape:
    """Create the relation `mapped`: the file's columns under the contract's names."""
    rule = job.request.known_at
    open_file(connection, job.source, as_text=job.mapping is None)
    file_columns = [name for name, _ in describe(connection, "file")]
    keep = None if rule in RULES else rule
    query = select(job.mapping, job.contract, file_columns, keep)
    try:
        columns = describe(connection, query)
        connection.execute(f"create temp view mapped as {query}")
    except duckdb.Error as error:
        where = job.mapping.path if job.mapping else job.source.path
        raise LandingError(
            f"{where}: the mapping fails: {first_line(error)}.\n"
            f"The columns of {job.source.name}: {', '.join(file_columns)}."
        ) from error
    return shape_of(job.contract, columns, job.source, job.mapping, rule)


def _rule(job: Job, workspace: Workspace) -> Rule:
    return Rule(
        job.request.known_at, job.contract, job.header, workspace.landing, job.now
    )


def _known_at(
    connection: duckdb.DuckDBPyConnection, rule: Rule, counts: Counts
) -> KnownAt:
    # without rows there is nothing to decide from, and no header to look for
    return decide(connection, rule) if counts.read else KnownAt("now", rule.now_sql)


def _write_data(session: Session, job: Job, shape: Shape, known: KnownAt) -> None:
    """Write the good rows with their stamps."""
    names = [*job.contract.column_names, *shape.extra]
    columns = ", ".join(f"good.{identifier(name)}" for name in names)
    now = timestamp(job.now)
    query = f"""
        select {columns},
            {now} as landed_at,
            least(coalesce({known.expression}, {now}), {now}) as known_at,
            {literal(job.file_id)} as landed_file_id,
            good.__row as landed_row_number
        from good {known.join}
    """
    workspace = session.workspace
    with explained(f"{workspace.landing}: cannot write {job.source.name}"):
        session.writer.copy(query, workspace.data, f"writing {job.source.name}")


def _entry(
    session: Session, job: Job, shape: Shape, known: KnownAt, counts: Counts
) -> ManifestEntry:
    time = event_time(job.contract) or "cast(null as timestamp)"
    row = session.connection.execute(
        f"""
        select count(*), min(known_at), max(known_at), min({time}), max({time})
        from read_parquet({file_name(session.workspace.data)})
        """
    ).fetchall()[0]
    times = [_iso(moment) for moment in row[1:]]
    date = job.now.date().isoformat()
    return ManifestEntry(
        file_id=job.file_id,
        entity=job.contract.entity,
        path=f"{job.contract.entity}/landed_date={date}/{job.file_id}.parquet",
        source_name=job.source.name,
        source_sha256=job.source.sha256,
        mapping=str(job.request.mapping) if job.request.mapping else None,
        mapping_sha256=job.mapping.sha256 if job.mapping else None,
        known_at_rule=job.request.known_at,
        known_at_rule_applied=known.applied,
        landed_at=job.now.isoformat(),
        landed_count=counts.read,
        row_count=row[0],
        quarantined_count=counts.bad,
        min_known_at=times[0],
        max_known_at=times[1],
        min_event_at=times[2],
        max_event_at=times[3],
        extra_columns=list(shape.extra),
    )


def _iso(moment: dt.datetime | None) -> str | None:
    return moment.isoformat() if moment else None
