"""What leaves as segments: several of them, the same kinds of customers as before."""

from customer360.ml.stability import of_kinds
from expectations import gxe, score_dates
from expectations.suite import WARN, Batch, BuildFile, Expectation, Suite

SEGMENT = "scores.score_customer__segment"
SCORE = "segment_number"
LARGEST_SEGMENT_COUNT = 50


def _read(build: BuildFile) -> Batch:
    columns = """
        segment_number,
        count(*) over (partition by segment_number) / count(*) over () as segment_share
    """
    return score_dates.read(build, SEGMENT, columns, SCORE, of_kinds)


def _expect(batch: Batch) -> list[Expectation]:
    return [
        gxe.ExpectColumnValuesToBeBetween(
            column=SCORE, min_value=1, max_value=LARGEST_SEGMENT_COUNT
        ),
        gxe.ExpectColumnMinToBeBetween(column=SCORE, min_value=1, max_value=1),
        gxe.ExpectColumnMaxToBeBetween(
            column="segment_share",
            max_value=0.95,
            severity=WARN,
            notes="nearly everybody is in one segment",
        ),
        *score_dates.expected(batch, SCORE),
    ]


SUITES = (Suite("scores_segment", SEGMENT, _read, _expect),)
