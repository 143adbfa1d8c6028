"""What a user may turn of the sales forecast."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Settings:
    """Days, unless said otherwise; a step is a day, or whatever the series has.

    season_length: steps of the season that every candidate knows; year_length: steps
    of the year, a multiple of the season. coverage: share of days that the bounds hold.
    """

    horizon_days: int = 28
    season_length: int = 7
    year_length: int = 364
    coverage: float = 0.8
    # origins of the backtest, the last one a horizon before the date
    origin_count: int = 12
    days_between_origins: int = 7
    # what a candidate must know before the first origin
    least_history_days: int = 56
    fit_days: int = 364
    history_days: int = 1092
    least_known_share: float = 0.8
    most_missing_days: int = 7
    most_members: int = 20
