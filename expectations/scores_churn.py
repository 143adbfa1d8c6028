"""What leaves as churn: probabilities that are spread, even, and near what happened."""

from expectations import gxe, score_dates
from expectations.suite import WARN, Batch, BuildFile, Expectation, Suite

CHURN = "scores.score_customer__churn"
LABELS = "features.label_customers__orders"
SCORE = "churn_probability"

# of fewer customers, shares and means are chance
FEW_CUSTOMERS = 100
DECILES = list(range(1, 11))


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
    expected = [
        gxe.ExpectColumnValuesToBeBetween(column=SCORE, min_value=0, max_value=1),
        *score_dates.expected(batch, SCORE),
    ]
    if len(batch.rows) < FEW_CUSTOMERS:
        return expected
    return [
        *expected,
        gxe.ExpectColumnKLDivergenceToBeLessThan(
            column="churn_decile",
            partition_object={"values": DECILES, "weights": [0.1] * 10},
            threshold=0.05,
            notes="a tenth of the customers in every decile",
        ),
        gxe.ExpectColumnStdevToBeBetween(
            column=SCORE,
            min_value=0.001,
            severity=WARN,
            notes="everybody has the same probability: too few orders to learn from",
        ),
        *_expect_near_what_happened(batch),
    ]


def _expect_near_what_happened(batch: Batch) -> list[Expectation]:
    share = batch.figures["silent_share"]
    if share is None:
        return []
    notes = f"a share of {share:.3f} went silent when it was last known"
    return [
        gxe.ExpectColumnMeanToBeBetween(
            column=SCORE,
            min_value=max(share - distance, 0),
            max_value=min(share + distance, 1),
            notes=notes,
            **severity,
        )
        for distance, severity in ((0.15, {"severity": WARN}), (0.4, {}))
    ]


SUITES = (Suite("scores_churn", CHURN, _read, _expect),)
