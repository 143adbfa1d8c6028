"""What leaves as RFM: fifths from 1 to 5, of as many customers as a month before."""

from expectations import gxe, score_dates
from expectations.suite import Batch, BuildFile, Expectation, Suite

RFM = "scores.score_customer__rfm"
QUINTILES = ("recency_quintile", "order_count_quintile", "spend_quintile")


def _read(build: BuildFile) -> Batch:
    return score_dates.read(build, RFM, ", ".join(QUINTILES), QUINTILES[-1])


def _expect(batch: Batch) -> list[Expectation]:
    return [
        *(
            gxe.ExpectColumnValuesToBeBetween(column=name, min_value=1, max_value=5)
            for name in QUINTILES
        ),
        *score_dates.expected(batch, QUINTILES[-1]),
    ]


SUITES = (Suite("scores_rfm", RFM, _read, _expect),)
