"""What was predicted of ten groups of equal size, and what came of it."""

import numpy as np
import pandas as pd

from customer360.ml.metrics import ERRORS
from customer360.report.build import Build

# the month that has just begun has few
LEAST_JUDGED = 500


def calibration(build: Build, measure: str) -> pd.DataFrame:
    """Return the bins of a measure at its last judged date, lowest first.

    The last at which LEAST_JUDGED were judged, if there is one. Columns as_of_date,
    bin_number, customer_count (sessions of session_order), predicted, realised
    (shares), low, high.
    """
    rows = build.frame(
        """
        select
            as_of_date, bin_number, customer_count,
            expected_mean as predicted, realised_mean as realised
        from marts.fct_model_calibration
        where measure = $measure and as_of_date = (
            select as_of_date from marts.fct_model_calibration
            where measure = $measure
            group by as_of_date
            order by sum(customer_count) >= $least_judged desc, as_of_date desc
            limit 1
        )
        order by bin_number
        """,
        measure=measure,
        least_judged=LEAST_JUDGED,
    )
    return with_bounds(rows)


def with_bounds(rows: pd.DataFrame) -> pd.DataFrame:
    """Add low and high: Wilson's 95 % interval of the realised shares (1927)."""
    share, count = rows["realised"], rows["customer_count"]
    squared = ERRORS**2
    middle = (share + squared / (2 * count)) / (1 + squared / count)
    inner = share * (1 - share) / count + squared / (4 * count**2)
    half = ERRORS * np.sqrt(inner) / (1 + squared / count)
    return rows.assign(low=middle - half, high=middle + half)
