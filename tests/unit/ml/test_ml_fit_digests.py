"""The digest of what a fit is made from: it moves when a fit could."""

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from customer360.ml import churn, lifetime_value
from customer360.ml.fits import ANEW, digest
from customer360.ml.segments import fitting

pytestmark = pytest.mark.unit

FRAME = pd.DataFrame(
    {
        "customer_id": ["a", "b", None],
        "as_of_date": pd.Timestamp("2024-01-01"),
        "order_count_90d": [1, 2, 3],
        "order_amount_sum_90d": [1.5, np.nan, 0.0],
        "is_email_contactable": [True, False, True],
        "visits": pd.array([1, None, 3], dtype="Int64"),
    }
).astype({"customer_id": "str"})


@dataclass(frozen=True)
class Twin:
    """Other settings with the fields of segments'."""

    seed: int = 0
    segment_count: int | None = None
    horizon_days: int = 90
    max_training_rows: int = 50_000


def changed(column: str, value: object) -> pd.DataFrame:
    frame = FRAME.copy()
    frame.loc[2, column] = value
    return frame


@pytest.mark.parametrize(
    "other",
    [
        changed("customer_id", "c"),
        changed("as_of_date", pd.Timestamp("2024-01-02")),
        changed("order_count_90d", 4),
        changed("order_amount_sum_90d", np.nextafter(0.0, 1.0)),
        changed("is_email_contactable", False),
        changed("visits", 4),
        FRAME.astype({"order_count_90d": "float64"}),
        FRAME.rename(columns={"visits": "sessions"}),
        FRAME[list(reversed(FRAME.columns))],
        FRAME.iloc[::-1],
        FRAME.iloc[:2],
        FRAME.drop(columns="visits"),
    ],
)
def test_a_frame_that_differs_anywhere_has_another_digest(other: pd.DataFrame) -> None:
    assert digest(other) != digest(FRAME)


def test_the_same_rows_have_the_same_digest_wherever_they_were_taken_from() -> None:
    taken = pd.concat([FRAME.iloc[:1], FRAME]).iloc[1:].reset_index(drop=True)

    assert digest(taken) == digest(FRAME.set_axis([7, 8, 9])) == digest(FRAME)


def test_each_setting_counts_and_so_does_whose_it_is() -> None:
    settings = fitting.Settings()
    found = {
        digest(each)
        for each in (
            settings,
            replace(settings, seed=1),
            replace(settings, segment_count=4),
            Twin(),
            churn.Settings(),
            lifetime_value.Settings(),
        )
    }
    assert len(found) == 6


@settings(deadline=None)
@given(st.lists(st.lists(st.text(max_size=3), max_size=3), max_size=3))
def test_values_do_not_run_into_each_other(groups: list[list[str]]) -> None:
    flat = [text for group in groups for text in group]

    assert digest(groups) == digest([list(group) for group in groups])
    assert digest(groups) != digest(flat) or groups == flat
    assert digest(["".join(flat)]) != digest(flat) or len(flat) == 1


def test_a_value_without_exact_bytes_is_refused() -> None:
    with pytest.raises(TypeError, match=r"kept by a builtins\.object"):
        digest([1, object()])


def test_without_a_store_a_fit_is_made_each_time_it_is_asked_for() -> None:
    asked: list[int] = []

    assert ANEW.get_or_fit(asked.append, 3) is None
    assert ANEW.get_or_fit(asked.append, 3) is None
    assert asked == [3, 3]
