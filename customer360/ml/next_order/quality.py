"""What recency alone says of the next order: the baseline of an evaluation."""

import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression

from customer360.ml import grid, tables
from customer360.ml.metrics import Floats
from customer360.ml.next_order.fitting import Question

RECENCY = "days_since_last_order"


def recency_probability(
    labelled: pd.DataFrame, rows: pd.DataFrame, question: Question, row_count: int
) -> Floats:
    """Return what recency alone gives as a probability to each row of one date.

    A logistic regression on days since the last order, learned from at most `row_count`
    of the labels that were complete at the date; nan without both outcomes.
    """
    known = tables.known_at(labelled, rows["as_of_date"].iloc[0])
    past = tables.sample_by_key(grid.month_starts(known), row_count)
    happened = question.happened(past["order_count_next"])
    if len(np.unique(happened)) < 2:
        return np.full(len(rows), np.nan)
    model = LogisticRegression().fit(_logarithm(past), happened)
    return model.predict_proba(_logarithm(rows))[:, 1]


def _logarithm(rows: pd.DataFrame) -> Floats:
    return np.log1p(rows[[RECENCY]].to_numpy(np.float64))
