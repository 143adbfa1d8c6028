"""Ways to forecast: the past of many series in, their next steps out.

Every candidate takes `past`, shape (steps known, series), and returns (steps ahead,
series), never below zero. Exponential smoothing is fitted by statsforecast, once per
fit; the recursion that carries it on is ours, over all series at once.
"""

import numpy as np

from customer360.ml.metrics import Floats

SEASONS_AVERAGED = 8
PARAMETERS_BEFORE_SEASON = 3


def seasonal_naive(past: Floats, ahead: int, season: int) -> Floats:
    """Return the last season again: the baseline."""
    return seasonal_mean(past, ahead, season, 1)


def seasonal_mean(
    past: Floats, ahead: int, season: int, seasons: int = SEASONS_AVERAGED
) -> Floats:
    """Return the mean of the same step in the last `seasons`; of all steps where less
    than one season is known.
    """
    whole = min(len(past) // season, seasons)
    if not whole:
        return np.repeat(past.mean(axis=0, keepdims=True), ahead, axis=0)
    means = past[-whole * season :].reshape(whole, season, -1).mean(axis=0)
    return means[np.arange(ahead) % season]


def last_year(past: Floats, ahead: int, year: int) -> Floats:
    """Return the same steps a year ago, times how the last steps differ from theirs.

    The growth is that of as many steps as are forecast, at most fivefold.
    """
    recent = past[-ahead:].sum(axis=0)
    before = past[-year - ahead : -year or None].sum(axis=0)
    growth = np.divide(recent, before, out=np.ones_like(recent), where=before > 0)
    return past[len(past) - year + np.arange(ahead)] * np.clip(growth, 0.2, 5.0)


def fit_smoothing(past: Floats, season: int) -> Floats:
    """Return (series, 3 + season): alpha, gamma, level and seasons of ETS(A, N, A).

    nan for a series that cannot be fitted: constant, or too short. Source: Hyndman,
    Koehler, Ord & Snyder 2008, by statsforecast's maximum likelihood.
    """
    # its import takes seconds, which a build with kept fits does not need
    from statsforecast.ets import ets_f  # noqa: PLC0415

    parameters = np.full((past.shape[1], PARAMETERS_BEFORE_SEASON + season), np.nan)
    for place, series in enumerate(past.T):
        if len(series) < 3 * season or np.ptp(series) == 0:
            continue
        # a scale near 1 is what the optimiser's steps are made for
        scale = series.mean()
        fitted = ets_f(
            np.ascontiguousarray(series / scale), m=season, model="ANA", damped=False
        )
        alpha, _, gamma, _, level, *seasons = fitted["par"]
        parameters[place] = [alpha, gamma, level * scale, *np.array(seasons) * scale]
    return parameters


def smoothed(past: Floats, ahead: int, parameters: Floats) -> Floats:
    """Return the forecasts of ETS(A, N, A) carried on over `past`; nan where unfitted.

    Before step t the season's state is its own of one season ago; states are ordered
    like statsforecast's, newest first.
    """
    season = parameters.shape[1] - PARAMETERS_BEFORE_SEASON
    alpha, gamma, level = parameters[:, :PARAMETERS_BEFORE_SEASON].T
    states = parameters[:, PARAMETERS_BEFORE_SEASON:].T[::-1].copy()
    for step, value in enumerate(past):
        state = states[step % season]
        error = value - level - state
        level = level + alpha * error
        states[step % season] = state + gamma * error
    following = (len(past) + np.arange(ahead)) % season
    return level + states[following]
