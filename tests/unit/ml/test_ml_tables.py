"""Frames in and out, and the walk over the grid of fit dates."""

import numpy as np
import pandas as pd
import pytest

from customer360.ml import grid, tables

pytestmark = pytest.mark.unit

ROWS = pd.DataFrame(
    {
        "customer_id": ["b", "a", "b", "a"],
        "as_of_date": ["2024-02-01", "2024-02-01", "2024-01-15", "2024-01-15"],
        "days_since_last_order": [3.0, np.nan, 2.0, 1.0],
        "is_member": [True, False, True, False],
    }
)


def test_rows_are_ordered_by_date_and_customer_whatever_their_order() -> None:
    ordered = tables.by_key(ROWS)

    assert ordered["customer_id"].tolist() == ["a", "b", "a", "b"]
    assert ordered["as_of_date"].is_monotonic_increasing
    pd.testing.assert_frame_equal(ordered, tables.by_key(ROWS.iloc[::-1]))


def test_rows_of_a_fit_date_are_by_key_and_of_customers_who_ordered() -> None:
    (first, before), (start, rows) = grid.rows_by_fit(ROWS)

    assert (first, start) == (pd.Timestamp("2024-01-15"), pd.Timestamp("2024-02-01"))
    assert before["customer_id"].tolist() == ["a", "b"]
    assert rows["customer_id"].tolist() == ["b"]


def test_numeric_columns_besides_the_keys_are_features_in_alphabetical_order() -> None:
    assert tables.feature_columns(ROWS) == ["days_since_last_order", "is_member"]
    assert tables.numbers(ROWS, "is_member").tolist() == [1.0, 0.0, 1.0, 0.0]
    assert np.isnan(tables.numbers(ROWS, "no_such_column")).all()


@pytest.mark.parametrize("dtype", ["Int64", "Float64", "boolean"])
def test_nullable_numbers_and_flags_are_features_and_their_null_is_nan(
    dtype: str,
) -> None:
    frame = pd.DataFrame({"thing": pd.array([1, None], dtype=dtype)})

    assert tables.feature_columns(frame) == ["thing"]
    assert tables.numbers(frame, "thing")[0] == 1.0
    assert np.isnan(tables.numbers(frame, "thing")[1])


def test_ids_of_an_empty_frame_are_text() -> None:
    empty = ROWS.iloc[:0].astype({"customer_id": object})

    assert str(tables.by_key(empty)["customer_id"].dtype) == "str"


def test_labels_of_another_horizon_are_left_out() -> None:
    labels = ROWS.assign(
        label_date=pd.to_datetime(ROWS["as_of_date"]) + pd.Timedelta(days=90)
    )
    labels.loc[0, "label_date"] = pd.Timestamp("2025-02-01")

    assert len(tables.complete_labels(labels, 90)) == 3


def test_a_sample_keeps_the_same_customers_whatever_else_is_there() -> None:
    names = [f"c{number}" for number in range(10)]
    frame = pd.DataFrame({"customer_id": names, "value": range(10)})
    sample = tables.sample_by_key(frame, 4)

    assert len(sample) == 4
    fewer = frame[frame["customer_id"].isin(sample["customer_id"]) | (frame.index < 3)]
    pd.testing.assert_frame_equal(
        sample, tables.sample_by_key(fewer.reset_index(drop=True), 4)
    )


def test_rows_are_sampled_of_other_customers_each_month_whatever_else_is_there() -> (
    None
):
    names = [f"c{number}" for number in range(1000)]
    months = pd.date_range("2024-11-01", periods=6, freq="MS")
    frame = pd.DataFrame(
        [(name, month) for month in months for name in names], columns=tables.KEYS
    )
    sample = tables.sample_in_turn(frame, 1000)

    # of customers who stay or go as a whole there would be 167
    assert sample["customer_id"].nunique() > 700
    assert sample.groupby("as_of_date").size().between(130, 205).all()
    fewer = pd.concat([sample, frame.iloc[::7]]).drop_duplicates()
    of_fewer = tables.sample_in_turn(fewer.sort_values(tables.KEYS[::-1]), 1000)
    pd.testing.assert_frame_equal(
        of_fewer, sample.sort_values(tables.KEYS[::-1], ignore_index=True)
    )


def test_empty_output_keeps_its_types() -> None:
    dtypes = {"name": tables.TEXT, "rank": tables.INTEGER, "share": tables.NUMBER}
    empty = tables.typed(ROWS.iloc[:0], dtypes)

    assert empty.columns.tolist() == [*tables.KEYS, *dtypes]
    assert [str(dtype) for dtype in empty.dtypes[2:]] == ["str", "Int64", "float64"]


def test_other_dates_are_scored_by_the_last_month_start() -> None:
    dates = pd.Series(
        pd.to_datetime(["2024-01-20", "2024-02-01", "2024-02-10", "2024-03-01"])
    )
    scored_by = grid.fit_dates(dates)

    assert {date.day: len(scored) for date, scored in scored_by.items()} == {
        20: 1,
        1: 1,
    }
    assert scored_by[dates[1]] == [dates[1], dates[2]]
    # a date without a month start before it is its own fit date
    assert scored_by[dates[0]] == [dates[0]]


def test_fits_learn_from_month_starts_only() -> None:
    frame = tables.by_key(ROWS)

    assert grid.month_starts(frame)["as_of_date"].dt.day.unique().tolist() == [1]
    assert len(grid.month_starts(frame[frame["as_of_date"].dt.day != 1])) == 2
