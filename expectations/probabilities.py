"""What every probability of customers owes: possible, spread, even, near what came."""

from expectations import gxe
from expectations.suite import WARN, Batch, Expectation

# of fewer customers, shares and means are chance
FEW_CUSTOMERS = 100
DECILES = list(range(1, 11))


def possible(score: str) -> Expectation:
    """Expect a probability."""
    return gxe.ExpectColumnValuesToBeBetween(column=score, min_value=0, max_value=1)


def spread(score: str) -> Expectation:
    """Expect that not everybody has the same."""
    return gxe.ExpectColumnStdevToBeBetween(
        column=score,
        min_value=0.001,
        severity=WARN,
        notes="everybody has the same probability: too few orders to learn from",
    )


def even(decile: str) -> Expectation:
    """Expect as many customers in every decile."""
    return gxe.ExpectColumnKLDivergenceToBeLessThan(
        column=decile,
        partition_object={"values": DECILES, "weights": [0.1] * 10},
        threshold=0.05,
        notes="a tenth of the customers in every decile",
    )


def near(batch: Batch, score: str, happened: str, what: str) -> list[Expectation]:
    """Expect a mean near the share, a figure, that `what` when it was last known."""
    share = batch.figures[happened]
    if share is None:
        return []
    notes = f"a share of {share:.3f} {what} when it was last known"
    return [
        gxe.ExpectColumnMeanToBeBetween(
            column=score,
            min_value=max(share - distance, 0),
            max_value=min(share + distance, 1),
            notes=notes,
            **severity,
        )
        for distance, severity in ((0.15, {"severity": WARN}), (0.4, {}))
    ]
