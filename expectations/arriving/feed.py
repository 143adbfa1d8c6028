"""How an entity comes in over time: how much a day, how often, how far behind.

A first load of a whole history is one landing: it has days to compare, but no habit of
landing yet, so nothing is said of that.
"""

import numpy as np
import pandas as pd

from customer360.landing import Contract
from expectations.bounds import FEW_ROWS
from expectations.suite import BuildFile

# the last day is compared with the same day of the week, so many weeks back
WEEKS = 8
FEWEST_WEEKS = 3
# how many days are looked at for a hole
LOOKED_AT_DAYS = 7
# of fewer rows a day, one day's count is chance
FEW_A_DAY = 50
# landings, and rows in each, that it takes to have a habit of coming
FEW_LANDINGS = 5
FEW_LANDED = 20

Figures = dict[str, float | None]


def volume(build: BuildFile, table: str, contract: Contract) -> Figures:
    """Return what share of its usual rows the newest day has, and the worst of a week.

    A day is the 24 hours before the newest record, so one that has just begun is not
    held against a whole one. Usual is the median of the same day of the weeks before.
    `newest_day_of_usual`, `worst_day_of_usual`: None where nothing is usual yet.
    """
    counts = _rows_a_day(build, table, contract)
    shares = [_share_of_usual(counts, day) for day in range(LOOKED_AT_DAYS)]
    judged = [share for share in shares[1:] if share is not None]
    return {
        "newest_day_of_usual": shares[0],
        "worst_day_of_usual": min(judged, default=None),
    }


def _rows_a_day(build: BuildFile, table: str, contract: Contract) -> np.ndarray:
    """Return the records of the newest day, the day before, ...; whole days only."""
    days = WEEKS * 7 + LOOKED_AT_DAYS
    # of a state, when it began: its versions are one record
    began = f"cast({contract.event_at[-1]} as timestamp)"
    rows = build.rows(f"""
        with newest as (
            select max({began}) as newest_at, min({began}) as oldest_at
            from {table}
            where {began} <= known_at
        )
        select
            date_diff('second', {began}, newest_at) // 86400 as days_back,
            count(distinct {contract.key}) as row_count,
            any_value(date_diff('second', oldest_at, newest_at) // 86400) as whole_days
        from {table}, newest
        where {began} <= newest_at
            and {began} > newest_at - to_days({days})
        group by days_back
    """)
    if rows.empty:
        return np.zeros(0)
    counts = np.zeros(days)
    counts[rows["days_back"].astype(int)] = rows["row_count"]
    return counts[: min(days, int(rows["whole_days"].iloc[0]))]


def _share_of_usual(counts: np.ndarray, day: int) -> float | None:
    before = counts[day + 7 : day + 7 * WEEKS + 1 : 7]
    if len(before) < FEWEST_WEEKS or np.median(before) < FEW_A_DAY:
        return None
    return float(counts[day] / np.median(before))


def landings(build: BuildFile, entity: str) -> Figures:
    """Return how the last day of landing compares with those before.

    `quarantined_share`: of its rows. `landed_of_usual`: its rows, per rows of a usual
    landing. `silent_gaps`: time since it, in gaps between landings; `stale_gaps`: time
    from the last landing with newer events to it, in gaps between two such. As a gap
    counts what 95 of 100 are shorter than, at least a day.
    """
    days = _days_of_landing(build, entity)
    if days.empty:
        return {}
    last, before = days.iloc[-1], days["landed_count"].iloc[:-1]
    figures: Figures = {}
    if last["landed_count"] >= FEW_ROWS:
        share = last["quarantined_count"] / last["landed_count"]
        figures["quarantined_share"] = share
    if len(before) >= FEW_LANDINGS:
        figures["landed_of_usual"] = last["landed_count"] / before.median()
    if len(before) >= FEW_LANDINGS and before.median() >= FEW_LANDED:
        is_newer = days["newest_event_at"].cummax().diff() > pd.Timedelta(0)
        newer = days.loc[is_newer, "landed_at"]
        figures["silent_gaps"] = _gaps(days["landed_at"], _newest_landing(build))
        figures["stale_gaps"] = _gaps(newer, last["landed_at"])
    return figures


def _days_of_landing(build: BuildFile, entity: str) -> pd.DataFrame:
    """Return one row a day on which files of an entity landed, in order."""
    return build.rows(f"""
        select
            max(landed_at) as landed_at,
            cast(sum(landed_count) as double) as landed_count,
            cast(sum(quarantined_count) as double) as quarantined_count,
            max(max_event_at) as newest_event_at
        from landing.files
        where entity = '{entity}' and landed_count > 0
        group by date_trunc('day', landed_at)
        order by landed_at
    """)


def _newest_landing(build: BuildFile) -> pd.Timestamp:
    """Return when anything landed last."""
    newest = build.rows("select max(landed_at) as landed_at from landing.files")
    return newest["landed_at"].iloc[0]


def _gaps(times: pd.Series, until: pd.Timestamp) -> float | None:
    """Return the time from the last of some times, in usual gaps between two."""
    if len(times) < FEW_LANDINGS:
        return None
    usual = max(times.diff().quantile(0.95), pd.Timedelta(days=1))
    return float((until - times.iloc[-1]) / usual)


def left_out(build: BuildFile, entity: str) -> Figures:
    """Return of all that ever landed, which share was not staged, and why.

    `conflict_share`: a key used again for something else. `set_aside_share`: bad rows,
    and amounts without an exchange rate.
    """
    if not build.has("audit.row_reconciliation"):
        return {}
    return build.figures(f"""
        select
            max(conflict_count / landed_count) as conflict_share,
            max(quarantined_count / landed_count) as set_aside_share
        from audit.row_reconciliation
        where entity = '{entity}' and landed_count > 0
    """)
