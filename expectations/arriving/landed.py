"""Reads what landed last of an entity, and what its last landings before looked like.

Counts are of all rows; what is looked at row by row is a sample, the same rows each
time, so that millions of events cost a second and a few megabytes.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import pandas as pd

from customer360.landing.contracts import Column
from customer360.ml import stability
from expectations.bounds import FEW_ROWS
from expectations.suite import BuildFile

SAMPLE_ROW_COUNT = 20_000
# days of landing that the last one is compared with
LANDINGS_BEFORE = 8
# of fewer rows, nobody can say that they are late
FEWEST_ROWS = 20
# of fewer identifiers, one may well be common
FEW_IDENTIFIERS = 20
NO_ROWS = pd.DataFrame()

Figures = dict[str, float | None]


@dataclass(frozen=True)
class Landed:
    """Rows of an entity's staging by landing: those of the last day, and those before.

    `since` and `before_since` are the midnights the last day and the landings compared
    with it begin at; `new_count` and `before_count` are of all their rows.
    """

    table: str
    columns: frozenset[str]
    since: pd.Timestamp
    before_since: pd.Timestamp
    new_count: int
    before_count: int

    @property
    def is_new(self) -> str:
        """SQL of whether a row landed on the last day."""
        return f"(landed_at >= timestamp '{self.since}')"

    @property
    def is_compared(self) -> str:
        """SQL of whether a row landed then, or on the days it is compared with."""
        return f"landed_at >= timestamp '{self.before_since}'"

    @property
    def is_sampled(self) -> str:
        """SQL of whether a row is in the sample of its kind, new or before."""
        number = "hash(landed_file_id, landed_row_number)"
        # a step that depends on the row would cost a hundred times as much
        parts = " or ".join(
            f"{rows} and {number} % {max(1, round(count / SAMPLE_ROW_COUNT))} = 0"
            for rows, count in (
                (self.is_new, self.new_count),
                (f"not {self.is_new}", self.before_count),
            )
        )
        return f"{self.is_compared} and ({parts})"

    @property
    def is_identified(self) -> bool:
        """Whether its rows can say whose they are."""
        return "identifier_id" in self.columns

    def staged_name(self, column: Column) -> str:
        """Return what staging calls a column: an identifier may go by its type."""
        is_staged = column.name in self.columns or column.identifier is None
        return column.name if is_staged else str(column.identifier)


def staging_table(entity: str) -> str:
    """Return the table that staging makes of an entity."""
    return f"staging.stg_{entity.replace('/', '__')}"


def find(build: BuildFile, table: str) -> Landed | None:
    """Return what landed last in a staging table; None: nothing ever did."""
    days = build.rows(f"""
        select distinct date_trunc('day', landed_at) as landed_day
        from {table} order by landed_day desc limit {LANDINGS_BEFORE + 1}
    """)["landed_day"]
    if days.empty:
        return None
    since, before_since = days.iloc[0], days.iloc[-1]
    counts = build.figures(f"""
        select
            count(*) filter (landed_at >= timestamp '{since}') as new_count,
            count(*) filter (landed_at < timestamp '{since}') as before_count
        from {table} where landed_at >= timestamp '{before_since}'
    """)
    return Landed(
        table,
        build.columns(table),
        since,
        before_since,
        int(counts["new_count"] or 0),
        int(counts["before_count"] or 0),
    )


def sample(
    build: BuildFile, landed: Landed, expressions: Mapping[str, str]
) -> pd.DataFrame:
    """Return the sampled rows: `is_new`, and each expression under its name.

    To expressions the table is `staged`.
    """
    selected = "".join(f", {sql} as {name}" for name, sql in expressions.items())
    return build.rows(f"""
        select {landed.is_new} as is_new {selected}
        from {landed.table} as staged
        where {landed.is_sampled}
        order by landed_file_id, landed_row_number
    """)


def filled(build: BuildFile, landed: Landed, columns: Mapping[str, str]) -> Figures:
    """Return `<name>_filled`: the share of rows with a value; `<name>_filled_before`.

    `columns` are SQL by name.
    """
    parts = (
        (landed.is_new, landed.new_count, "filled"),
        (f"not {landed.is_new}", landed.before_count, "filled_before"),
    )
    counted = ", ".join(
        f"count({column}) filter ({rows}) / {count} as {name}_{figure}"
        for name, column in columns.items()
        for rows, count, figure in parts
        if count
    )
    return build.figures(
        f"select {counted} from {landed.table} where {landed.is_compared}"
    )


def found(
    build: BuildFile, landed: Landed, column: str, table: str, key: str
) -> Figures:
    """Return `<column>_found`: the share of references whose record has landed."""
    if not build.has(table):
        return {}
    answer = build.figures(f"""
        with referring as (
            select {column} as referred from {landed.table}
            where {landed.is_sampled} and {landed.is_new} and {column} is not null
        )
        select
            avg(cast(referred in (select {key} from {table}) as double)) as share,
            count(*) as row_count,
            (select count(*) from (select 1 from {table} limit 1)) as any_count
        from referring
    """)
    is_judged = (answer["row_count"] or 0) >= FEW_ROWS and answer["any_count"]
    return {f"{column}_found": answer["share"] if is_judged else None}


def medians(rows: pd.DataFrame, columns: Iterable[str]) -> Figures:
    """Return `<column>_median` of the sizes of new rows, and `_median_before`."""
    figures: Figures = {}
    for name in columns:
        for suffix, part in _parts(rows).items():
            sizes = part[name].abs().dropna()
            is_judged = len(sizes) >= FEW_ROWS
            figures[f"{name}_median{suffix}"] = sizes.median() if is_judged else None
    return figures


def lags(rows: pd.DataFrame) -> Figures:
    """Return `lag_days`, in which 90 of 100 new rows were known; `lag_days_before`.

    Of fewer than 100 rows, the days in which 75 of 100 were: a few late ones are usual.
    """
    return {
        f"lag_days{suffix}": _lag(part["days_until_known"].dropna())
        for suffix, part in _parts(rows).items()
    }


def _lag(days: pd.Series) -> float | None:
    if len(days) < FEWEST_ROWS:
        return None
    return float(days.quantile(0.9 if len(days) >= FEW_ROWS else 0.75))


def moves(rows: pd.DataFrame, columns: Iterable[str]) -> Figures:
    """Return `<column>_drift`, and `_unseen`: the share of kinds never sent before."""
    figures: Figures = {}
    new, before = _parts(rows).values()
    for name in sorted(columns):
        unseen = 1 - new[name].dropna().isin(before[name].dropna().unique()).mean()
        is_judged = min(new[name].count(), before[name].count()) >= FEW_ROWS
        figures[f"{name}_drift"] = stability.of_kinds(new[name], before[name])
        figures[f"{name}_unseen"] = float(unseen) if is_judged else None
    return figures


def commonest_identifier(rows: pd.DataFrame) -> Figures:
    """Return which share of the identified new rows has the commonest identifier."""
    counts = rows.loc[rows["is_new"], "identifier"].value_counts()
    if rows["identifier"].nunique() < FEW_IDENTIFIERS or counts.sum() < FEW_ROWS:
        return {}
    return {"commonest_identifier_share": float(counts.iloc[0] / counts.sum())}


def _parts(rows: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Return the new rows and those before, by the suffix of their figures."""
    return {"": rows[rows["is_new"]], "_before": rows[~rows["is_new"]]}
