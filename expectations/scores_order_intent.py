"""What leaves as order intent of sessions: probabilities that are spread, for all."""

from expectations import probabilities
from expectations.bounds import at_least
from expectations.suite import (
    SAMPLE_ROW_COUNT,
    STOP,
    Batch,
    BuildFile,
    Expectation,
    Suite,
)

INTENT = "scores.score_session__order_intent"
SCORE = "order_probability"


def _read(build: BuildFile) -> Batch:
    """Return a fixed sample of the sessions scored by the last fit; none before one."""
    latest = f"as_of_date = (select max(as_of_date) from {INTENT})"
    rows = build.rows(f"""
        select cast({SCORE} as double) as {SCORE}
        from {INTENT}
        where {latest}
        order by md5(cast(session_id as varchar))
        limit {SAMPLE_ROW_COUNT}
    """)
    figures = build.figures(f"""
        select count({SCORE}) / nullif(count(*), 0) as scored_share
        from {INTENT}
        where {latest}
    """)
    return Batch(rows if figures["scored_share"] else rows.iloc[:0], figures)


def _expect(batch: Batch) -> list[Expectation]:
    notes = "sessions without the score"
    expected = [
        probabilities.possible(SCORE),
        at_least("scored_share", 0.99, notes, severity=STOP),
    ]
    if len(batch.rows) < probabilities.FEW_CUSTOMERS:
        return expected
    return [*expected, probabilities.spread(SCORE)]


SUITES = (Suite("scores_order_intent", INTENT, _read, _expect),)
