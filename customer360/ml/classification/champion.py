"""A fitted champion: log odds of new rows, and what each topic adds to them."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from sklearn.pipeline import Pipeline

from customer360.ml.classification.calibration import Calibration, raw_log_odds
from customer360.ml.classification.candidates import Lesson, Settings, members
from customer360.ml.classification.contributions import Parts, parts_of
from customer360.ml.classification.rows import Rows
from customer360.ml.metrics import Floats


@dataclass(frozen=True)
class Champion:
    """The chosen candidate, fitted to every known date.

    `members` are the pipelines whose mean log odds it says, corrected by
    `calibration`; `typical` holds the training medians of its inputs, `topics` what
    each is about.
    """

    candidate_name: str
    members: tuple[Pipeline, ...]
    calibration: Calibration
    typical: dict[str, float]
    topics: dict[str, str]


def fit_champion(
    name: str, corrected: Calibration, rows: Rows, settings: Settings
) -> Champion:
    """Fit the candidate `name` to all rows."""
    inputs = rows.ever_known()
    lesson = Lesson(inputs, rows.is_positive, rows.topics, settings)
    pipelines = tuple(lesson.fitted(part) for part in members(name))
    typical = {str(column): float(value) for column, value in inputs.median().items()}
    topics = {column: rows.topics[column] for column in typical}
    return Champion(name, pipelines, corrected, typical, topics)


def champion_log_odds(champion: Champion, inputs: pd.DataFrame) -> Floats:
    """Return each row's calibrated log odds; columns may come in any order."""
    known = inputs[list(champion.typical)].to_numpy(np.float64)
    own = [raw_log_odds(pipeline, known) for pipeline in champion.members]
    return champion.calibration(np.mean(own, axis=0))


def champion_contributions(champion: Champion, inputs: pd.DataFrame) -> Parts:
    """Return what the typical row has and what each topic adds, in calibrated log odds.

    `base + parts.sum(axis=1)` are the log odds before they are kept within bounds.
    """
    known = inputs[list(champion.typical)]
    each = [
        parts_of(pipeline, known, champion.typical, champion.topics)
        for pipeline in champion.members
    ]
    slope, intercept = champion.calibration.slope, champion.calibration.intercept
    base = intercept + slope * float(np.mean([part.base for part in each]))
    added = np.mean([part.by_topic.to_numpy() for part in each], axis=0)
    names = each[0].by_topic.columns
    return Parts(base, pd.DataFrame(slope * added, inputs.index, names))
