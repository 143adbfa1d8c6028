"""What a fit says of the rows it scores: log odds of the outcome, and their parts."""

import numpy as np
import pandas as pd

from customer360.ml import classification
from customer360.ml.classification import Parts
from customer360.ml.metrics import Floats
from customer360.ml.next_order.inputs import SILENCE
from customer360.ml.next_order.silence import silence_parts
from customer360.ml.next_order.walk import Step


def outcome_log_odds(step: Step) -> Floats:
    """Return each row's log odds of the outcome; nan where nothing was learned."""
    fit = step.fit
    if fit.champion is not None:
        return classification.champion_log_odds(fit.champion, step.inputs)
    if fit.rhythm is not None:
        odds = step.inputs[SILENCE].to_numpy(np.float64)
        return fit.calibration(step.question.sign * odds)
    return np.full(len(step.rows), fit.base_log_odds)


def outcome_parts(step: Step) -> Parts:
    """Return the typical customer's log odds, and what each topic adds to them."""
    fit, question = step.fit, step.question
    if fit.champion is not None:
        return classification.champion_contributions(fit.champion, step.inputs)
    if fit.rhythm is not None:
        parts = silence_parts(fit.rhythm, step.rows, question.horizon_days)
        slope = fit.calibration.slope * question.sign
        base = fit.calibration.intercept + slope * parts.base
        return Parts(base, slope * parts.by_topic)
    return Parts(fit.base_log_odds, pd.DataFrame(index=step.rows.index))
