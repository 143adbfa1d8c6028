"""Segments: numbers that last, names that fit, and who is told apart."""

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from customer360.ml import segments, tables, told
from customer360.ml.evaluations import EVALUATION_COLUMNS
from customer360.ml.segments import choosing, clusters, fitting

pytestmark = pytest.mark.unit

Frames = tuple[pd.DataFrame, pd.DataFrame]
Shop = Callable[[int, int], Frames]

TWO = segments.Settings(segment_count=2)
NO_LABELS = pd.DataFrame(columns=[*tables.KEYS, *tables.LABEL_COLUMNS])


def _customers(date: str, spends: list[float]) -> pd.DataFrame:
    spend = np.array(spends)
    return pd.DataFrame(
        {
            "customer_id": [f"c{place}" for place in range(len(spends))],
            "as_of_date": pd.Timestamp(date),
            "days_since_last_order": np.where(spend > 50, 3.0, 200.0),
            "order_count_90d": spend / 10,
            "order_amount_sum_90d": spend,
            "order_amount_sum_365d": spend * 4,
        }
    )


@pytest.fixture(scope="module")
def frames(shop: Shop) -> Frames:
    return shop(45, 12)


def test_the_first_fit_numbers_segments_by_value_and_names_them() -> None:
    scores = segments.score(_customers("2024-01-01", [100, 110, 1, 2]), TWO)

    assert scores["segment_number"].tolist() == [1, 1, 2, 2]
    assert scores["segment_name"].tolist() == ["champions"] * 2 + ["lapsed"] * 2
    assert set(scores["model_version"].str[-10:]) == {"2024-01-01"}


def test_a_later_fit_keeps_the_number_of_the_segment_it_continues() -> None:
    # those who spent most in January spend least in sum by February, but buy on
    january = _customers("2024-01-01", [100, 110, 1, 2])
    february = _customers("2024-02-01", [90, 95, 10, 20])
    february["order_amount_sum_365d"] = [300.0, 300.0, 310.0, 310.0]
    scores = segments.score(pd.concat([february, january]), TWO)

    assert scores["segment_number"].tolist() == [1, 1, 2, 2] * 2
    names = scores["segment_name"].tolist()
    assert names[:4] == ["champions", "champions", "lapsed", "lapsed"]


def test_a_date_between_month_starts_uses_the_last_fit() -> None:
    january = _customers("2024-01-01", [100, 110, 1, 2])
    later = _customers("2024-01-20", [100, 110, 105, 2])
    scores = segments.score(pd.concat([january, later]), TWO)

    assert scores["model_version"].nunique() == 1
    assert scores["segment_number"].tolist()[4:] == [1, 1, 1, 2]


def test_rows_in_any_order_give_the_same_segments(frames: Frames) -> None:
    features = frames[0]
    shuffled = features.sample(frac=1.0, random_state=5)[features.columns[::-1]]

    pd.testing.assert_frame_equal(segments.score(features), segments.score(shuffled))


def test_a_date_is_segmented_alike_whatever_comes_later(frames: Frames) -> None:
    features = frames[0]
    last = features["as_of_date"].max() - pd.DateOffset(months=2)
    early = segments.score(features[features["as_of_date"] <= last])
    every = segments.score(features)

    pd.testing.assert_frame_equal(early, every[every["as_of_date"] <= last])


@settings(deadline=None, max_examples=50)
@given(st.integers(1, 8), st.integers(0, 100))
def test_every_segment_has_a_name_of_its_own(count: int, seed: int) -> None:
    random = np.random.default_rng(seed)
    profile = random.random((count, len(clusters.INPUTS)))
    names = fitting.names(profile, random.random(len(clusters.INPUTS)))

    assert len(set(names)) == count
    assert set(names) <= set(fitting.NAMES)


def test_a_segment_that_discounts_set_apart_is_named_after_them() -> None:
    profile = np.array([[1.0, 5, 5, 9, 1, 0], [9, 0, 0, 1, 0, 0], [2, 3, 3, 4, 1, 0.4]])
    spread = np.array([1.0, 1, 1, 1, 1, 0.2])

    assert fitting.names(profile, spread) == ["champions", "lapsed", "bargain hunters"]
    assert fitting.names(profile, 3 * spread)[2] == "promising"


def test_fewer_distinct_customers_than_segments_are_as_many_segments() -> None:
    alike = _customers("2024-01-01", [100.0] * 4)
    scores = segments.score(alike)
    assert scores["segment_number"].tolist() == [1] * 4

    one = segments.score(alike.iloc[:1])
    assert one["segment_name"].tolist() == ["champions"]


def test_a_segment_that_is_gone_frees_its_number() -> None:
    january = _customers("2024-01-01", [100, 110, 1, 2])
    february = _customers("2024-02-01", [1.0] * 4)
    march = _customers("2024-03-01", [100, 110, 1, 2])
    scores = segments.score(pd.concat([january, february, march]), TWO)

    assert scores["segment_number"].tolist() == [1, 1, 2, 2] + [2] * 4 + [1, 1, 2, 2]


def test_no_rows_give_typed_and_empty_frames(frames: Frames) -> None:
    features, labels = frames[0].iloc[:0], frames[1].iloc[:0]
    scores = segments.score(features)

    dtypes = scores.dtypes.astype(str).to_dict()
    columns = segments.SCORE_COLUMNS
    assert {name: dtypes[name] for name in columns} == columns
    found = segments.evaluate(scores, features, labels)
    assert found.dtypes.astype(str).to_dict() == EVALUATION_COLUMNS


def test_segments_are_compared_with_groups_of_equal_size(frames: Frames) -> None:
    features, labels = frames
    found = segments.evaluate(segments.score(features), features, labels)

    assert not found.duplicated(["model_version", "as_of_date", "metric_name"]).any()
    assert set(found["metric_name"]) == {
        "spend_eta_squared",
        "silence_eta_squared",
        "kept_adjusted_rand",
        "refit_adjusted_rand",
    }
    # customers of the same date are compared with themselves one fit before
    kept = found[found["metric_name"] == "kept_adjusted_rand"]
    assert len(kept) == features["as_of_date"].nunique() - 1
    assert kept["metric_value"].le(1.0).all()


def test_spend_that_the_segments_decide_is_all_explained() -> None:
    features = _customers("2024-01-01", [100, 100, 1, 1])
    labels = features[tables.KEYS].assign(
        label_date=pd.Timestamp("2024-03-31"),
        order_count_next=[2.0, 2.0, 0.0, 0.0],
        order_amount_sum_next=[50.0, 50.0, 0.0, 0.0],
    )
    found = segments.evaluate(segments.score(features, TWO), features, labels, TWO)

    values = found.set_index("metric_name")["metric_value"]
    assert values["spend_eta_squared"] == pytest.approx(1.0)
    assert values["silence_eta_squared"] == pytest.approx(1.0)


@settings(deadline=None, max_examples=20)
@given(st.permutations(range(3)))
def test_clusters_in_any_order_keep_the_numbers_of_before(order: list[int]) -> None:
    profile = np.array([[0.0] * 6, [4.0] * 6, [9.0] * 6])
    spread = np.ones(6)
    choice = choosing.given(3)
    before = fitting.Groups(profile, spread, np.array([3, 7, 1]), choice)
    numbers = fitting.numbers(profile[order] + 1.0, spread, before)

    assert numbers.tolist() == before.numbers[order].tolist()


def _blobs(centres: int, rows: int, spread: float = 0.3) -> pd.DataFrame:
    """Return customers around so many centres on a line, as many around each."""
    random = np.random.default_rng(3)
    place = np.arange(rows) % centres + 1.0
    drawn = {
        column: (4 * place + spread * random.standard_normal(rows)) ** 2
        for column in clusters.INPUTS
    }
    ids = [f"c{number:04d}" for number in range(rows)]
    date = pd.Timestamp("2024-01-01")
    return pd.DataFrame({"customer_id": ids, "as_of_date": date, **drawn})


@pytest.mark.parametrize("centres", [3, 4, 5])
def test_as_many_segments_are_found_as_there_are_groups(centres: int) -> None:
    choice = choosing.choose(_blobs(centres, 600), None, seed=0)

    assert choice.count == choice.found == centres
    assert choice.agreement[choice.candidates == centres][0] > 0.95


def test_noise_that_no_number_divides_well_gives_the_number_that_agrees_most() -> None:
    random = np.random.default_rng(0)
    customers = _blobs(1, 300).assign(
        **{column: random.random(300) for column in clusters.INPUTS}
    )
    choice = choosing.choose(customers, None, seed=0)
    good = (choice.agreement >= choosing.LEAST_AGREEMENT) & (
        choice.gain >= choosing.LEAST_GAIN
    )

    if not good.any():
        assert (
            choice.agreement.max()
            == choice.agreement[choice.candidates == choice.count]
        )
    else:
        assert choice.count == choice.candidates[good].max()


def _choice(count: int, found: int, good: list[int]) -> choosing.Choice:
    counts = np.arange(3, 9)
    agreement = np.where(np.isin(counts, good), 0.9, 0.5)
    return choosing.Choice(count, found, counts, agreement, np.full(6, 0.05))


@pytest.mark.parametrize(
    ("before", "now"),
    [
        # another number is found once, then twice running
        (_choice(4, 4, [4]), 4),
        (_choice(4, 6, [4, 6]), 6),
        # a smaller number alone is no reason, nor is the number in force found again
        (_choice(8, 6, [6, 8]), 8),
        # what is good no more gives way at once
        (_choice(5, 5, [6]), 6),
    ],
)
def test_the_number_in_force_gives_way_to_a_larger_one_found_twice(
    before: choosing.Choice, now: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    good = {4: [4, 6], 8: [6, 8], 5: [6]}[before.count]
    found = _choice(0, 0, [6] if before.count != 8 else good)
    agreement = np.where(np.isin(found.candidates, good), 0.9, 0.5)
    gain = np.where(found.candidates == 8, 0.025, 0.05)
    monkeypatch.setattr(choosing, "_measured", lambda *_: (agreement, gain))

    assert choosing.choose(_blobs(3, 400), before, seed=0).count == now


def test_the_middle_of_each_segment_is_told_in_units_of_the_input() -> None:
    scores = segments.score(_blobs(4, 400))
    found = told.parameters(scores).set_index("parameter_name")["parameter_value"]

    rows = _blobs(4, 400).merge(scores, on=["customer_id", "as_of_date"])
    root = np.sqrt(rows["order_count_90d"]).groupby(rows["segment_number"]).mean()
    for number, mean in root.items():
        told_of = found[f"segment_{number}.order_count_90d"]
        assert told_of == pytest.approx(mean**2)
    assert len(found) == 5 * len(segments.FEATURES[2:])


def test_choices_say_why_and_name_one_champion_a_date(frames: Frames) -> None:
    rows = pd.concat(
        [_blobs(4, 400), _blobs(4, 400).assign(as_of_date=pd.Timestamp("2024-02-01"))]
    )
    said = told.choices(segments.score(rows))

    assert said.dtypes.astype(str).to_dict() == told.CHOICE_COLUMNS
    champions = said[said["is_champion"]]
    assert set(champions["candidate_name"]) == {"4 segments"}
    assert champions["reason"].str.startswith("chosen: refits agree (").all()
    assert said.groupby("as_of_date").size().tolist() == [12, 12]
    none = told.choices(segments.score(frames[0].iloc[:0]))
    assert none.dtypes.astype(str).to_dict() == told.CHOICE_COLUMNS


def test_a_number_that_was_given_is_taken_without_a_choice() -> None:
    customers = _blobs(4, 400)
    scores = segments.score(customers, TWO)

    assert scores["segment_number"].nunique() == 2
    assert told.choices(scores).empty


@pytest.mark.parametrize("count", [1, 10])
def test_few_customers_and_columns_that_say_nothing_are_segmented(count: int) -> None:
    few = _blobs(1, count).assign(order_count_90d=1.0, discount_share_90d=np.nan)
    scores = segments.score(few)
    assert scores["segment_number"].between(1, 3).all()
    assert len(scores) == count

    alike = few.assign(**dict.fromkeys(clusters.INPUTS, 1.0))
    assert segments.score(alike)["segment_number"].tolist() == [1] * count


def test_segments_of_distinct_groups_come_out_of_every_resample() -> None:
    customers = _blobs(4, 400)
    found = segments.evaluate(segments.score(customers), customers, NO_LABELS)
    row = found.set_index("metric_name").loc["refit_adjusted_rand"]

    assert row["metric_value"] > 0.95
    assert row["baseline_value"] == choosing.LEAST_AGREEMENT


def test_segments_drawn_by_lot_come_out_of_no_resample() -> None:
    customers = _blobs(1, 400)
    scores = segments.score(customers)
    lots = np.random.default_rng(1).integers(1, 5, len(scores))
    found = segments.evaluate(
        scores.assign(segment_number=lots), customers, NO_LABELS
    ).set_index("metric_name")

    assert abs(found.loc["refit_adjusted_rand", "metric_value"]) < 0.1


def four_groups() -> np.ndarray:
    """Return inputs of four equal groups, at the corners of a square of roots."""
    generator = np.random.default_rng(3)
    roots = np.full((400, len(clusters.INPUTS)), 2.0)
    corners = np.array([[1, 1], [1, 3], [3, 1], [3, 3]])
    roots[:, :2] = np.repeat(corners, 100, axis=0) + generator.normal(0, 0.1, (400, 2))
    return roots**2


@pytest.mark.parametrize("side", [0, 1])
def test_a_refit_keeps_the_one_of_two_equal_ways_that_is_in_force(side: int) -> None:
    sample = four_groups()
    in_force = (np.sqrt(sample[:, side]) > 2).astype(np.int64)
    start = clusters.profiles(sample, in_force)
    halves = clusters.refitted(sample, 2, 0, start).predict(sample)

    assert (halves == in_force).all()
    assert choosing.mean_agreement(sample, in_force, 0, is_begun=True) > 0.95


def test_a_refit_that_is_stuck_gives_way_to_one_that_begins_anew() -> None:
    sample = four_groups()
    # one group cut in two, two others together
    stuck = np.repeat([0, 1, 2, 2], 100)
    stuck[:50] = 3
    start = clusters.profiles(sample, stuck)
    found = clusters.refitted(sample, 4, 0, start).predict(sample)

    assert len({tuple(set(part)) for part in np.split(found, 4)}) == 4


def test_a_refit_of_another_number_begins_anew() -> None:
    sample = four_groups()
    start = clusters.profiles(sample, np.repeat([0, 1], 200))

    anew = clusters.clustering(4, 0).fit(sample).predict(sample)
    refit = clusters.refitted(sample, 4, 0, start).predict(sample)
    assert refit.tolist() == anew.tolist()
