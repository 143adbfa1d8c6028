"""What a fit learned of each level, as names and numbers."""

from collections.abc import Iterator

import numpy as np

from customer360.ml.sales_forecast.fitting import LevelFit
from customer360.ml.sales_forecast.series import MEASURES

SMOOTHING = ("alpha", "gamma", "level")


def level_parameters(level: LevelFit) -> Iterator[tuple[str, float]]:
    """Yield smoothing and bounds of each measure and member; not what was not fitted.

    `order_count_alpha.MEMBER`, `_gamma` and `_level` are those of exponential smoothing
    at the first day it is carried on from; `order_count_width_week_1.MEMBER` is how far
    a bound lies from the forecast, in its square roots.
    """
    weeks = [f"width_week_{week}" for week in range(1, level.widths.shape[1] + 1)]
    for place, measure in enumerate(MEASURES):
        for spot, member in enumerate(level.members):
            learned = [
                *level.parameters[place, spot, : len(SMOOTHING)],
                *level.widths[place, :, spot],
            ]
            for name, value in zip([*SMOOTHING, *weeks], learned, strict=True):
                if np.isfinite(value):
                    yield f"{measure}_{name}.{member}", float(value)
