"""What leaves as churn: probabilities that are spread, even, and near what happened."""

from expectations import probabilities, score_dates
from expectations.suite import Batch, BuildFile, Expectation, Suite

CHURN = "scores.score_customer__churn"
LABELS = "features.label_customers__orders"
SCORE = "churn_probability"


def _read(build: BuildFile) -> Batch:
    columns = (
        "cast(churn_probability as double) as churn_probability, "
        "cast(churn_decile as integer) as churn_decile"
    )
    batch = score_dates.read(build, CHURN, columns, SCORE)
    return Batch(batch.rows, {**batch.figures, "silent_share": _silent_share(build)})


def _silent_share(build: BuildFile) -> float | None:
    """Return which share of the customers of the last grown-up date went silent.

    Grown up: its horizon has passed, so its labels tell what its customers did since.
    """
    if not build.has(LABELS):
        return None
    share = build.figures(f"""
        with grown_up as (
            select labels.as_of_date, labels.order_count_next
            from {CHURN} as scores
            inner join {LABELS} as labels
                on scores.customer_id = labels.customer_id
                and scores.as_of_date = labels.as_of_date
                and scores.horizon_days = labels.horizon_days
        )
        select avg(cast(order_count_next = 0 as double)) as silent_share
        from grown_up
        where as_of_date = (select max(as_of_date) from grown_up)
    """)
    return share["silent_share"]


def _expect(batch: Batch) -> list[Expectation]:
    expected = [probabilities.possible(SCORE), *score_dates.expected(batch, SCORE)]
    if len(batch.rows) < probabilities.FEW_CUSTOMERS:
        return expected
    return [
        *expected,
        probabilities.even("churn_decile"),
        probabilities.spread(SCORE),
        *probabilities.near(batch, SCORE, "silent_share", "went silent"),
    ]


SUITES = (Suite("scores_churn", CHURN, _read, _expect),)
