"""What fits tell beside their scores comes out as it went in."""

import numpy as np
import pandas as pd
import pytest

from customer360.ml import tables, told

pytestmark = pytest.mark.unit

JULY, AUGUST = pd.Timestamp("2024-07-01"), pd.Timestamp("2024-08-01")


def fit(date: pd.Timestamp, values: list[float | None]) -> list[tuple[object, ...]]:
    return [
        ("churn", f"churn-1@{date:%Y-%m-%d}", date, "träge", "auc", value, True, "é")
        for value in values
    ]


def scored(count: int) -> pd.DataFrame:
    # as parts of a frame keep their place in it
    return pd.DataFrame({"score": np.arange(count)}, index=range(5, 5 + count))


def test_choices_come_back_to_the_last_bit_in_their_types() -> None:
    values = [0.1 + 0.2, np.float64(1 / 3), np.nan, None]
    parts = [
        told.beside(scored(3), told.CHOICES, fit(JULY, values[:2])),
        told.beside(scored(2), told.CHOICES, fit(AUGUST, values[2:])),
    ]
    scores = pd.concat(parts)
    found = told.choices(scores)

    assert scores[told.CHOICES].notna().tolist() == [True, False, False, True, False]
    wanted = pd.DataFrame(
        fit(JULY, values[:2]) + fit(AUGUST, values[2:]),
        columns=list(told.CHOICE_COLUMNS),
    ).astype(told.CHOICE_COLUMNS)
    pd.testing.assert_frame_equal(found, wanted, check_exact=True)


def test_parameters_are_told_beside_choices() -> None:
    scores = told.beside(scored(1), told.CHOICES, fit(JULY, [1.0]))
    scores = told.beside(scores, told.PARAMETERS, [("value", "value-1", "r", 0.243)])

    assert told.parameters(scores).to_numpy().tolist() == [
        ["value", "value-1", "r", 0.243]
    ]
    assert len(told.choices(scores)) == 1


@pytest.mark.parametrize(("rows", "records"), [(0, []), (2, []), (0, fit(JULY, [1]))])
def test_nothing_to_tell_or_nowhere_is_a_typed_and_empty_table(
    rows: int, records: list[tuple[object, ...]]
) -> None:
    scores = told.beside(scored(rows), told.CHOICES, records)

    assert scores[told.CHOICES].dtype == tables.TEXT
    assert scores[told.CHOICES].isna().all()
    assert told.choices(scores).dtypes.astype(str).to_dict() == told.CHOICE_COLUMNS
    assert told.choices(scores).empty


def test_words_of_another_alphabet_are_kept_as_they_are() -> None:
    scores = told.beside(scored(1), told.CHOICES, fit(JULY, [1.0]))

    assert "träge" in scores[told.CHOICES].iloc[0]
