"""What is expected of what landed last: its columns, people, times and size.

Shares and medians of few rows are chance: of fewer than 100 rows only the contract is
asked, and nothing there stops publishing.
"""

from collections.abc import Iterator
from dataclasses import replace

from customer360.landing import Contract
from customer360.ml import stability
from expectations import gxe
from expectations.arriving import contract_rules
from expectations.arriving.arrival import Arrival
from expectations.bounds import FEW_ROWS, at_least, at_most, known
from expectations.suite import STOP, WARN, Batch, Expectation

# a column is worth watching when it was filled in this share of the rows before
WATCHED_SHARE = 0.05
# kinds; more of them look like free text
MOST_KINDS = 50


def expected(arrival: Arrival, contract: Contract, batch: Batch) -> list[Expectation]:
    """Return what is expected of what landed last of an entity."""
    contract = _as_read(contract, batch)
    rules = contract_rules.expected(contract, batch)
    if (batch.figures["new_count"] or 0) < FEW_ROWS:
        for rule in rules:
            rule.severity = WARN
    else:
        rules += [
            *_filled(arrival, contract, batch),
            *_kinds(arrival, batch),
            *_people(arrival, batch),
            *_references(batch),
            *_clocks(contract),
            *(arrival.also_expect() if arrival.also_expect else []),
        ]
    return [
        *rules,
        *_lag(arrival, batch),
        *_volume(arrival, batch),
        *_feed(arrival, contract, batch),
    ]


def _as_read(contract: Contract, batch: Batch) -> Contract:
    """Return the contract without the columns that were not there to be read."""
    read = (each for each in contract.columns if known(batch, f"{each.name}_filled"))
    return replace(contract, columns=tuple(read))


def _filled(
    arrival: Arrival, contract: Contract, batch: Batch
) -> Iterator[Expectation]:
    for name, least in arrival.filled.items():
        # what no row fills is not sent at all
        if batch.figures.get(f"{name}_filled"):
            yield at_least(f"{name}_filled", least, "fewer rows fill it than should")
    if not arrival.is_daily:
        return
    optional = [each.name for each in contract.columns if not each.is_required]
    for name in [*optional, "identifier"]:
        before = batch.figures.get(f"{name}_filled_before") or 0
        if before >= WATCHED_SHARE:
            notes = f"{before:.2f} of the rows landed before filled it"
            yield at_least(f"{name}_filled", before / 2, notes)


def _kinds(arrival: Arrival, batch: Batch) -> Iterator[Expectation]:
    for name, usual in arrival.kinds.items():
        if name not in batch.rows:
            continue
        if usual:
            yield gxe.ExpectColumnValuesToBeInSet(
                column=name, value_set=list(usual), mostly=0.95, severity=WARN
            )
        else:
            yield gxe.ExpectColumnUniqueValueCountToBeBetween(
                column=name,
                max_value=MOST_KINDS,
                severity=WARN,
                notes="so many kinds look like free text",
            )
    for figure in batch.figures if arrival.is_daily else ():
        if figure.endswith("_drift") and known(batch, figure):
            yield at_most(figure, stability.MOVED, "the mix of kinds moved: PSI")
        if figure.endswith("_unseen") and known(batch, figure):
            yield at_most(figure, 0.01, "share of kinds that were never sent before")


def _people(arrival: Arrival, batch: Batch) -> Iterator[Expectation]:
    if arrival.identified:
        notes = "too few rows say whose they are"
        yield at_least("identifier_filled", arrival.identified, notes)
    if known(batch, "commonest_identifier_share"):
        notes = "of the rows are one person's: a default, or a till's own card?"
        yield at_most("commonest_identifier_share", 0.2, notes)


def _references(batch: Batch) -> Iterator[Expectation]:
    for figure in batch.figures:
        if figure.endswith("_found") and known(batch, figure):
            yield at_least(figure, 0.9, "what it names has not landed")


def _clocks(contract: Contract) -> Iterator[Expectation]:
    if not contract.event_at:
        return
    yield gxe.ExpectColumnValuesToBeBetween(
        column="days_until_landed",
        min_value=-1,
        mostly=0.95,
        notes="happened after it landed: a clock or time zone is wrong",
    )
    yield gxe.ExpectColumnValuesToBeBetween(
        column="days_until_known",
        min_value=0,
        mostly=0.99,
        severity=WARN,
        notes="known before it happened: a clock or time zone is wrong",
    )


def _lag(arrival: Arrival, batch: Batch) -> Iterator[Expectation]:
    """Expect no more lag than usual; a first load has no usual."""
    if known(batch, "lag_days") and known(batch, "lag_days_before"):
        before = batch.figures["lag_days_before"] or 0
        most = max(arrival.usual_lag_days, 2 * before)
        yield at_most("lag_days", most, f"it comes late: {before:.1f} days before")


def _volume(arrival: Arrival, batch: Batch) -> Iterator[Expectation]:
    newest, worst = "newest_day_of_usual", "worst_day_of_usual"
    usual = "the same weekday of the weeks before is 1"
    if known(batch, newest):
        yield at_least(newest, arrival.least_volume, f"hardly anything came: {usual}")
        yield at_most(newest, arrival.most_volume, f"too much came: {usual}")
    if known(batch, newest) and arrival.stops_below:
        notes = f"next to nothing came: {usual}"
        yield at_least(newest, arrival.stops_below, notes, severity=STOP)
    if known(batch, worst):
        notes = f"a day of the last week has a hole: {usual}"
        yield at_least(worst, arrival.least_volume, notes)


def _feed(arrival: Arrival, contract: Contract, batch: Batch) -> Iterator[Expectation]:
    """Expect files as often, as new, as large and as good as before."""
    limits: list[tuple[str, float, str]] = [
        ("quarantined_share", 0.01, "of what landed last was bad and set aside"),
        ("set_aside_share", 0.05, "of all that landed was set aside"),
        ("conflict_share", 0.01, "of all that landed says otherwise under a used key"),
    ]
    if arrival.is_daily:
        limits += [
            ("silent_gaps", 3, "it has stopped coming; a usual gap is 1"),
            ("stale_gaps", 3, "files come with nothing new in them; a usual gap is 1"),
        ]
    for figure, most, notes in limits:
        if known(batch, figure):
            yield at_most(figure, most, notes)
    # what has no time of its own has no days to compare
    if known(batch, "landed_of_usual") and not contract.event_at:
        notes = "rows landed, per rows of a usual landing"
        yield at_least("landed_of_usual", 0.2, notes)
