"""The walk that churn and purchase intent share."""

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest

from customer360.ml import next_order
from customer360.ml.fits import ANEW
from customer360.ml.next_order.inputs import SILENCE
from customer360.ml.next_order.silence import silence_log_odds

pytestmark = pytest.mark.unit

Frames = tuple[pd.DataFrame, pd.DataFrame]

ASKED = [
    next_order.Question("silent", 90, is_silence=True),
    next_order.Question("buys", 30, is_silence=False),
]
SMALL = next_order.Settings(
    candidates=("logistic",), min_training_rows=40, min_positives=3, min_customers=10
)


@pytest.fixture(scope="module")
def frames(shop: Callable[..., Frames]) -> Frames:
    return shop(45, 12, (30, 90))


def steps(frames: Frames, settings: next_order.Settings) -> list[next_order.Step]:
    return list(next_order.walk(*frames, ASKED, settings, ANEW))


def test_what_the_rhythm_is_corrected_by_is_what_it_says(frames: Frames) -> None:
    for step in steps(frames, SMALL):
        said = silence_log_odds(step.date.rhythm, step.rows, step.question.horizon_days)
        np.testing.assert_array_equal(step.inputs[SILENCE], said)


def test_questions_asked_together_are_answered_as_each_alone(frames: Frames) -> None:
    together = steps(frames, SMALL)
    for question in ASKED:
        alone = list(next_order.walk(*frames, [question], SMALL, ANEW))
        ours = [step for step in together if step.question == question]
        assert len(alone) == len(ours) == 12
        for one, other in zip(alone, ours, strict=True):
            np.testing.assert_array_equal(
                next_order.outcome_log_odds(one), next_order.outcome_log_odds(other)
            )
