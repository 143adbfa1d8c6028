"""Which candidate is champion: judged on a later date than it learned from.

Every candidate learns from all dates but the last known one and is corrected and judged
there by its log loss; so is the baseline. Folds within the same dates could not see
how the level drifts. It learns from one half of the subjects and is judged on the
other, and the other way round: horizons overlap, so whoever remembers a subject's last
outcome would seem to foretell the next.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import expit

from customer360.ml import metrics
from customer360.ml.classification.calibration import (
    Calibration,
    calibration,
    raw_log_odds,
)
from customer360.ml.classification.candidates import MARGINS, Lesson, Settings, members
from customer360.ml.classification.rows import Rows
from customer360.ml.metrics import Floats
from customer360.ml.odds import log_odds

# standard errors by which a champion's log loss must be below the base rate's: at 2,
# who knows nothing would pass at some date of a year in one year of four; at 3, of 60
GATE = 3.0
# and below the baseline's, which such a one does not come near
LEAD = 2.0
# and by which another's must be below the reigning champion's
CHANGE = 1.0
# what is said who knows nothing of a row: the share of all, which is to be beaten too,
# since a baseline can be worse than that
BASE_RATE = "base-rate"


@dataclass(frozen=True)
class Judged:
    """How a candidate did on the last known date; `losses` is the log loss by row."""

    calibration: Calibration
    losses: Floats
    auc: float

    @property
    def log_loss(self) -> float:
        """Return the mean log loss."""
        return float(self.losses.mean())


def compare(rows: Rows, settings: Settings) -> dict[str, Judged] | None:
    """Return how each candidate, the base rate and, under "", the baseline did.

    None if there are too few rows: no earlier date, no input ever known, or too little
    of an outcome.
    """
    known = rows.inputs.notna().any()
    if len(rows) < settings.min_training_rows or not known.any():
        return None
    earlier, last = (
        part.spread_sample(settings.max_comparison_rows)
        for part in rows.split_off_last_period()
    )
    (learned_a, learned_b), (judged_a, judged_b) = earlier.halves(), last.halves()
    pairs = [(learned_a, judged_b), (learned_b, judged_a)]
    if min(part.rarer_count for pair in pairs for part in pair) < (
        settings.min_positives / 2
    ):
        return None
    happened = np.concatenate([judged.is_positive for _, judged in pairs])
    odds = [_odds_by_candidate(*pair, settings) for pair in pairs]
    return {
        name: _judged(
            np.concatenate([each[name] for each in odds]), happened, name in MARGINS
        )
        for name in odds[0]
    }


def _odds_by_candidate(
    learned: Rows, judged: Rows, settings: Settings
) -> dict[str, Floats]:
    """Return what each candidate, fitted to `learned`, says of `judged`."""
    inputs = learned.ever_known()
    ahead = judged.inputs[inputs.columns].to_numpy(np.float64)
    needed = sorted({part for name in settings.candidates for part in members(name)})
    lesson = Lesson(inputs, learned.is_positive, learned.topics, settings)
    odds = {name: raw_log_odds(lesson.fitted(name), ahead) for name in needed}
    said = {
        name: np.mean([odds[part] for part in members(name)], axis=0)
        for name in settings.candidates
    }
    base_rate = np.full(len(judged), float(log_odds(learned.is_positive.mean())))
    return {"": _known_baseline(judged), BASE_RATE: base_rate, **said}


def _known_baseline(rows: Rows) -> Floats:
    """Return the baseline's log odds; where it says nothing, those of everybody."""
    share = float(log_odds(rows.is_positive.mean()))
    return np.where(np.isnan(rows.baseline_log_odds), share, rows.baseline_log_odds)


def _judged(odds: Floats, is_positive: Floats, is_margin: bool) -> Judged:
    corrected = calibration(odds, is_positive, is_margin)
    probability = expit(corrected(odds))
    losses = metrics.log_losses(is_positive, probability)
    return Judged(corrected, losses, metrics.auc(is_positive, odds))


@dataclass(frozen=True)
class Choice:
    """A candidate, what was measured on it, and why it is champion or not."""

    candidate_name: str
    log_loss: float
    auc: float
    is_champion: bool
    reason: str

    @property
    def metrics(self) -> dict[str, float]:
        """Return what was measured, by name."""
        return {"log_loss": self.log_loss, "auc": self.auc}


def champion_name(
    judged: Mapping[str, Judged], reigning: str | None, settings: Settings
) -> str:
    """Return the champion's name; "" where none beat the baseline and the base rate.

    The reigning champion, at first the first candidate, stays unless the least log
    loss is lower by a standard error of the difference between the two.
    """
    best = min(settings.candidates, key=lambda name: judged[name].log_loss)
    champion = reigning if reigning in settings.candidates else settings.candidates[0]
    if _is_lower(judged[best], judged[champion], CHANGE):
        champion = best
    is_better = _is_lower(judged[champion], judged[BASE_RATE], GATE)
    is_better &= _is_lower(judged[champion], judged[""], LEAD)
    return champion if is_better else ""


def _is_lower(one: Judged, other: Judged, standard_errors: float) -> bool:
    difference = other.losses - one.losses
    error = float(difference.std()) / np.sqrt(len(difference))
    return float(difference.mean()) > standard_errors * error


def choices(
    judged: Mapping[str, Judged], champion: str, baseline_name: str
) -> tuple[Choice, ...]:
    """Return a row for each that was judged, with a reason in words; least loss first.

    A baseline that is the base rate is not told twice.
    """
    told = judged.keys() - ({BASE_RATE} if baseline_name == BASE_RATE else set())
    names: Sequence[str] = sorted(told, key=lambda name: (judged[name].log_loss, name))
    return tuple(
        Choice(
            name or baseline_name,
            judged[name].log_loss,
            judged[name].auc,
            name == champion,
            _reason(name, judged, champion, baseline_name),
        )
        for name in names
    )


def _reason(
    name: str, judged: Mapping[str, Judged], champion: str, baseline_name: str
) -> str:
    gain = judged[champion].log_loss - judged[name].log_loss
    best = min(judged, key=lambda each: judged[each].log_loss)
    if name == champion == "":
        return (
            f"no candidate's log loss was lower by {LEAD:g} standard errors of the "
            f"difference than its own, and by {GATE:g} than the base rate's"
        )
    if name == champion:
        over = judged[""].log_loss - judged[name].log_loss
        what = f"log loss {over:.4f} below that of {baseline_name}"
        if name == best:
            return f"least of all, {what}"
        return f"{what}; stays, as none is lower by {CHANGE:g} standard error"
    if gain <= 0:
        return f"log loss {-gain:.4f} above the champion's"
    return f"log loss {gain:.4f} below the champion's, which may be chance"
