"""Binary models: candidates compared on later dates, calibrated, and explained.

What churn, purchase intent and session intent share. A caller brings `Rows`: inputs,
what followed, from which date, and what a simpler method says of each; sampled to a
size that it can afford and sorted by key.

    learned = learn(rows, settings, reigning, baseline_name)
        compares every candidate, the baseline and the base rate on the last date, after
        learning from the dates before (fit on all rows once it is chosen).
        `learned.champion` is None where one of the latter was not beaten, or there
        is too little to compare on; `learned.calibration` corrects the baseline's log
        odds; `learned.choices` says why, in words. `reigning` is the champion's name at
        the fit date before: walking the grid, a champion stays until it is beaten.
    champion_log_odds(champion, inputs)
        calibrated log odds of new rows; scipy.special.expit makes probabilities.
    champion_contributions(champion, inputs) -> Parts
        the typical row's log odds and what each topic adds; they sum to the above.
    champion_parameters(champion), calibration_parameters(calibration)
        all that was learned, as names and numbers.
    binary_rows(happened, probability, baseline_name, baseline_rank, ...)
        every metric beside a baseline's, for an evaluation.

Call `learn` through a Fits store inside a fit function of your own, whose result holds
the Champion. Calls belong under `tables.one_thread`.
"""

from dataclasses import dataclass

import numpy as np

from customer360.ml.classification.calibration import Calibration
from customer360.ml.classification.candidates import CANDIDATES, Settings
from customer360.ml.classification.champion import (
    Champion,
    champion_contributions,
    champion_log_odds,
    fit_champion,
)
from customer360.ml.classification.choice_rows import choice_rows
from customer360.ml.classification.comparison import (
    BASE_RATE,
    Choice,
    champion_name,
    choices,
    compare,
)
from customer360.ml.classification.contributions import Parts, walked
from customer360.ml.classification.parameters import (
    calibration_parameters,
    champion_parameters,
)
from customer360.ml.classification.quality import binary_rows
from customer360.ml.classification.rows import Rows

__all__ = [
    "BASE_RATE",
    "CANDIDATES",
    "Calibration",
    "Champion",
    "Choice",
    "Learned",
    "Parts",
    "Rows",
    "Settings",
    "binary_rows",
    "calibration_parameters",
    "champion_contributions",
    "champion_log_odds",
    "champion_parameters",
    "choice_rows",
    "learn",
    "walked",
]


@dataclass(frozen=True)
class Learned:
    """What labelled rows taught: a champion, or how to correct the baseline."""

    champion: Champion | None
    calibration: Calibration
    choices: tuple[Choice, ...]


def learn(
    rows: Rows,
    settings: Settings,
    reigning: str | None = None,
    baseline_name: str = "baseline",
) -> Learned:
    """Choose by the last known date; a champion is then fitted to all rows."""
    judged = compare(rows, settings)
    if judged is None:
        reason = (
            "nothing to compare on: two dates and "
            f"{settings.min_training_rows} labelled rows are needed, and on both sides "
            f"of the last date {settings.min_positives} of each outcome"
        )
        choice = Choice(baseline_name, np.nan, np.nan, True, reason)
        return Learned(None, Calibration(), (choice,))
    name = champion_name(judged, reigning, settings)
    said = choices(judged, name, baseline_name)
    corrected = judged[name].calibration
    if not name:
        return Learned(None, corrected, said)
    return Learned(fit_champion(name, corrected, rows, settings), corrected, said)
