"""What leaves as purchase intent: as churn, and no sooner likelier than later."""

from expectations import probabilities, score_dates
from expectations.bounds import share_at_most
from expectations.suite import Batch, BuildFile, Expectation, Suite

INTENT = "scores.score_customer__purchase_intent"
LABELS = "features.label_customers__orders"
HORIZONS = (7, 30)
# compared with a month before
SCORE = "purchase_30d_probability"
# one row a customer and date, the horizons beside each other
WIDE = f"""(
    select
        customer_id,
        as_of_date,
        max(purchase_probability) filter (horizon_days = 7) as purchase_7d_probability,
        max(purchase_probability) filter (horizon_days = 30)
            as purchase_30d_probability,
        max(purchase_decile) filter (horizon_days = 7) as purchase_7d_decile,
        max(purchase_decile) filter (horizon_days = 30) as purchase_30d_decile
    from {INTENT}
    group by customer_id, as_of_date
)"""
COLUMNS = """
    cast(purchase_7d_probability as double) as purchase_7d_probability,
    cast(purchase_30d_probability as double) as purchase_30d_probability,
    cast(purchase_7d_decile as integer) as purchase_7d_decile,
    cast(purchase_30d_decile as integer) as purchase_30d_decile,
    cast(purchase_7d_probability > purchase_30d_probability + 0.005 as double)
        as is_sooner_likelier
"""


def _read(build: BuildFile) -> Batch:
    batch = score_dates.read(build, WIDE, COLUMNS, SCORE)
    bought = {f"bought_{days}d_share": _bought(build, days) for days in HORIZONS}
    return Batch(batch.rows, {**batch.figures, **bought})


def _bought(build: BuildFile, days: int) -> float | None:
    """Return which share of the customers of the last grown-up date bought in time."""
    if not build.has(LABELS):
        return None
    share = build.figures(f"""
        with grown_up as (
            select labels.as_of_date, labels.order_count_next
            from {INTENT} as scores
            inner join {LABELS} as labels
                on scores.customer_id = labels.customer_id
                and scores.as_of_date = labels.as_of_date
                and scores.horizon_days = labels.horizon_days
            where labels.horizon_days = {days}
        )
        select avg(cast(order_count_next > 0 as double)) as bought_share
        from grown_up
        where as_of_date = (select max(as_of_date) from grown_up)
    """)
    return share["bought_share"]


def _expect(batch: Batch) -> list[Expectation]:
    scores = [f"purchase_{days}d_probability" for days in HORIZONS]
    expected = [
        *map(probabilities.possible, scores),
        *score_dates.expected(batch, SCORE),
    ]
    if len(batch.rows) < probabilities.FEW_CUSTOMERS:
        return expected
    notes = "likelier within 7 days than within 30: the two fits disagree"
    expected.append(share_at_most("is_sooner_likelier", 0.05, notes))
    for days, score in zip(HORIZONS, scores, strict=True):
        expected += [
            probabilities.even(f"purchase_{days}d_decile"),
            probabilities.spread(score),
            *probabilities.near(batch, score, f"bought_{days}d_share", "bought"),
        ]
    return expected


SUITES = (Suite("scores_purchase_intent", INTENT, _read, _expect),)
