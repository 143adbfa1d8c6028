"""Who was chosen at a fit date, and why, in words."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd

from customer360.ml.sales_forecast.fitting import BASELINE, CANDIDATES, LevelFit
from customer360.ml.sales_forecast.series import MEASURES


def choice_rows(level_name: str, level: LevelFit) -> Iterator[tuple[Any, ...]]:
    """Yield told.CHOICE_COLUMNS: a record a candidate that was tried, and measure."""
    fit_date = pd.Timestamp(level.model_version.rpartition("@")[2])
    tried = [
        place
        for place, name in enumerate(CANDIDATES)
        if name == level.champion or np.isfinite(level.wapes[place]).any()
    ]
    for place in tried:
        for column, measure in enumerate(MEASURES):
            yield (
                f"sales_forecast_{level_name}",
                level.model_version,
                fit_date,
                CANDIDATES[place],
                f"{measure}_wape",
                level.wapes[place, column],
                CANDIDATES[place] == level.champion,
                _reason(level, CANDIDATES[place]),
            )


def _reason(level: LevelFit, name: str) -> str:
    means = dict(zip(CANDIDATES, level.wapes.mean(axis=1), strict=True))
    if not np.isfinite(means[level.champion]):
        return "Too little was sold before to try any on."
    where = f"at {level.origin_count} origins"
    best = f"{level.champion} missed {means[level.champion]:.1%} of sales"
    if name != level.champion:
        return f"Missed {means[name]:.1%} of sales {where}; {best}."
    if name == BASELINE:
        return f"Missed {means[name]:.1%} of sales {where}; nothing missed less."
    baseline = f"{BASELINE} {means[BASELINE]:.1%}"
    return f"Missed least {where}: {means[name]:.1%} of sales; {baseline}."
