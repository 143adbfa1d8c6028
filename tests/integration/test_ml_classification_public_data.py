"""The candidates that churn and intents share, on records with published figures."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from sklearn.model_selection import StratifiedKFold

from customer360.ml import metrics, tables
from customer360.ml.classification import Settings
from customer360.ml.classification.calibration import raw_log_odds
from customer360.ml.classification.candidates import Lesson, members

pytestmark = [pytest.mark.integration, pytest.mark.public_data]

FOLDS = 5
SETTINGS = Settings()
# numbers that are names
CODES = ["OperatingSystems", "Browser", "Region", "TrafficType"]


def as_inputs(rows: pd.DataFrame) -> pd.DataFrame:
    """Return numbers as they are, and a flag for each value of a text."""
    texts = rows.select_dtypes(["object", "str", "category"]).columns
    return pd.get_dummies(rows, columns=list(texts), dtype=float).astype(float)


@tables.one_thread
def out_of_fold_auc(
    inputs: pd.DataFrame,
    happened: np.ndarray,
    name: str,
    settings: Settings = SETTINGS,
) -> float:
    """Return a candidate's AUC, each row judged by a fit that did not see it."""
    topics = dict.fromkeys(inputs.columns, "all are about one thing")
    odds = np.empty(len(inputs))
    folds = StratifiedKFold(FOLDS, shuffle=True, random_state=settings.seed)
    for learned, judged in folds.split(inputs, happened):
        lesson = Lesson(inputs.iloc[learned], happened[learned], topics, settings)
        ahead = inputs.iloc[judged].to_numpy(np.float64)
        said = [raw_log_odds(lesson.fitted(m), ahead) for m in members(name)]
        odds[judged] = np.mean(said, axis=0)
    return metrics.auc(happened, odds)


def test_churn_of_a_telecoms_customers_is_ranked_as_published(
    public_data: Path,
) -> None:
    """Published: logistic .845 to .849, boosted .83 to .85; ours .8469."""
    rows = pd.read_parquet(public_data / "telco_churn" / "customers.parquet")
    happened = (rows["Churn"] == "Yes").to_numpy(float)
    charges = pd.to_numeric(rows["TotalCharges"], errors="coerce")
    known = rows.drop(columns=["Churn", "customerID"]).assign(TotalCharges=charges)

    assert out_of_fold_auc(as_inputs(known), happened, "mean") >= 0.845


def with_ratios(sessions: pd.DataFrame) -> pd.DataFrame:
    """Add what a session's counts and rates say together, by the same columns."""
    kinds = ["Administrative", "Informational", "ProductRelated"]
    pages = sessions[kinds].sum(axis=1)
    seconds = sessions[[f"{kind}_Duration" for kind in kinds]].sum(axis=1)
    a_page = {
        f"{kind}_SecondsAPage": sessions[f"{kind}_Duration"]
        / sessions[kind].clip(lower=1)
        for kind in kinds
    }
    return sessions.assign(
        **a_page,
        Pages=pages,
        Seconds=seconds,
        ProductShare=sessions["ProductRelated"] / pages.clip(lower=1),
        Exits=sessions["ExitRates"] * pages,
        Bounces=sessions["BounceRates"] * pages,
        ExitsAfterOthers=sessions["ExitRates"] - sessions["BounceRates"],
    )


def test_sessions_that_buy_are_ranked_as_published_without_what_leaks(
    public_data: Path,
) -> None:
    """PageValues are made of what was bought. Published: .780 without.

    Ours are .779 by the defaults, and .787 by more and larger trees.
    """
    rows = pd.read_parquet(public_data / "online_shoppers" / "sessions.parquet")
    happened = rows["Revenue"].to_numpy(float)
    known = rows.drop(columns=["Revenue", "PageValues"])
    known[CODES] = known[CODES].astype(str)
    inputs = as_inputs(with_ratios(known))
    # columns say much of the same: each split chooses among a few of them
    many = replace(
        SETTINGS, tree_count=130, leaf_count=16, leaf_rows=30, input_share=0.2
    )

    assert out_of_fold_auc(inputs, happened, "boosting") >= 0.779
    assert out_of_fold_auc(inputs, happened, "boosting", many) >= 0.785
