"""What leaves as customer_360, column by column: as filled as what readers see now.

A score that is no longer made, a join that finds nothing, an entity whose records no
longer say whose they are: the rows are all there, and a column of them is empty.
"""

from expectations.bounds import at_least
from expectations.published import published_before
from expectations.suite import STOP, WARN, Batch, BuildFile, Expectation, Suite

TABLE = "customer_360"
CUSTOMER_360 = f"marts.{TABLE}"

# a column is worth watching when it is filled for this share of the customers
WATCHED_SHARE = 0.05
# of its share before, a column keeps half, or it is a warning; a tenth, or it stops
WARNS_BELOW = 0.5
STOPS_BELOW = 0.1


def _read(build: BuildFile) -> Batch:
    """Return one row: which share of the customers fills each column."""
    columns = sorted(build.columns(CUSTOMER_360))
    counted = ", ".join(f"count({name}) / count(*) as {name}" for name in columns)
    rows = build.rows(f"""
        select cast(max(as_of_date) as varchar) as latest_date, {counted}
        from {CUSTOMER_360} having count(*) > 0
    """)
    if rows.empty:
        return Batch(rows)
    published = published_before(build.warehouse, rows.pop("latest_date")[0])
    shares = published.filled_shares(TABLE) if published else {}
    watched = {
        f"{name}_published": share
        for name, share in shares.items()
        if name in columns and share >= WATCHED_SHARE
    }
    # nothing to compare with is nothing to check
    return Batch(rows if watched else rows.iloc[:0], watched)


def _expect(batch: Batch) -> list[Expectation]:
    return [
        _as_filled(batch, name, share)
        for name in map(str, batch.rows)
        if (share := batch.figures.get(f"{name}_published"))
    ]


def _as_filled(batch: Batch, name: str, published: float) -> Expectation:
    is_gone = batch.rows[name][0] < STOPS_BELOW * published
    return at_least(
        name,
        (STOPS_BELOW if is_gone else WARNS_BELOW) * published,
        f"of the customers have it; {published:.2f} of those now published; if rightly "
        "so, remove the link `published` and publish again",
        severity=STOP if is_gone else WARN,
    )


SUITES = (Suite("customer_360_filled", CUSTOMER_360, _read, _expect),)
