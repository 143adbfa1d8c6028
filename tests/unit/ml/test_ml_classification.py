"""Binary models: who becomes champion, how it is corrected, and what explains it."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from scipy.special import expit

from customer360.ml import classification, metrics, tables
from customer360.ml.classification import BASE_RATE, CANDIDATES, Calibration, Rows
from customer360.ml.classification.calibration import calibration
from customer360.ml.classification.comparison import Judged, champion_name

pytestmark = pytest.mark.unit

SETTINGS = classification.Settings(tree_count=20, leaf_rows=20, linear_penalty=1.0)
TOPICS = {
    "visits_30d": "visits",
    "visits_90d": "visits",
    "spend": "spend",
    "age": "age",
}
learn = tables.one_thread(classification.learn)


def made(row_count: int = 1200, is_shuffled: bool = False, seed: int = 1) -> Rows:
    """Two dates of subjects whose outcome follows visits and spend, not age."""
    generator = np.random.default_rng(seed)
    inputs = pd.DataFrame(generator.normal(size=(row_count, 4)), columns=list(TOPICS))
    inputs.loc[::7, "spend"] = np.nan
    odds = 2.0 * inputs["visits_30d"] - np.nan_to_num(inputs["spend"]) - 0.5
    happened = (generator.random(row_count) < expit(odds)).astype(float)
    dates = np.array(["2024-01-01", "2024-02-01"], dtype="datetime64[D]")
    return Rows(
        inputs,
        generator.permutation(happened) if is_shuffled else happened,
        np.repeat(dates, row_count // 2),
        np.array([f"s{number:04d}" for number in range(row_count)], dtype=object),
        np.full(row_count, np.nan),
        TOPICS,
    )


@pytest.mark.parametrize("name", CANDIDATES)
def test_parts_of_every_candidate_add_up_to_its_log_odds(name: str) -> None:
    rows = made(2400)
    settings = replace(SETTINGS, candidates=(name,), tree_count=60)
    champion = learn(rows, settings).champion
    assert champion is not None

    whole = classification.champion_log_odds(champion, rows.inputs)
    parts = classification.champion_contributions(champion, rows.inputs)
    summed = parts.base + parts.by_topic.sum(axis=1)
    np.testing.assert_allclose(np.clip(summed, -15, 15), whole, atol=1e-9)
    assert list(parts.by_topic) == ["age", "spend", "visits"]
    reach = parts.by_topic.abs().mean()
    assert reach["visits"] > reach["spend"] > reach["age"]


@pytest.mark.parametrize("name", ["logistic", "svm"])
def test_log_odds_follow_from_the_parameters_by_hand(name: str) -> None:
    rows = made()
    champion = learn(rows, replace(SETTINGS, candidates=(name,))).champion
    assert champion is not None
    known = dict(classification.champion_parameters(champion))

    odds = np.full(len(rows.inputs), known[f"{name}_intercept"])
    for column, values in rows.inputs.items():
        filled = values.fillna(known[f"typical.{column}"])
        odds += known[f"{name}_coefficient.{column}"] * filled.to_numpy()
    odds = known["calibration_intercept"] + known["calibration_slope"] * odds
    np.testing.assert_allclose(
        odds, classification.champion_log_odds(champion, rows.inputs), atol=1e-9
    )


@pytest.mark.parametrize("name", ["boosting", "tree"])
def test_shares_of_what_splits_gained_tell_which_inputs_matter(name: str) -> None:
    settings = replace(SETTINGS, candidates=(name,), tree_count=60)
    champion = learn(made(2400), settings).champion
    assert champion is not None
    known = dict(classification.champion_parameters(champion))

    shares = {column: known[f"{name}_gain_share.{column}"] for column in TOPICS}
    assert sum(shares.values()) == pytest.approx(1.0)
    assert shares["visits_30d"] > shares["spend"] > shares["age"] >= 0.0


def test_a_mean_tells_the_parameters_of_both_its_members() -> None:
    champion = learn(made(), replace(SETTINGS, candidates=("mean",))).champion
    assert champion is not None
    names = {
        name.partition(".")[0]
        for name, _ in classification.champion_parameters(champion)
    }

    assert names == {
        "calibration_slope",
        "calibration_intercept",
        "typical",
        "logistic_intercept",
        "logistic_coefficient",
        "boosting_gain_share",
    }


def test_what_is_typical_adds_nothing() -> None:
    champion = learn(made(), SETTINGS).champion
    assert champion is not None
    typical = pd.DataFrame([champion.typical])

    parts = classification.champion_contributions(champion, typical)
    np.testing.assert_allclose(parts.by_topic.to_numpy(), 0.0, atol=1e-12)
    assert parts.base == pytest.approx(
        classification.champion_log_odds(champion, typical)[0]
    )


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_shuffled_outcomes_have_no_champion(seed: int) -> None:
    learned = learn(made(is_shuffled=True, seed=seed), SETTINGS, None, "nothing")

    assert learned.champion is None
    (kept,) = [choice for choice in learned.choices if choice.is_champion]
    assert kept.candidate_name == "nothing"
    assert "standard errors" in kept.reason


def test_every_candidate_and_the_baseline_are_told_with_one_champion() -> None:
    learned = learn(made(), SETTINGS, None, "nothing")

    names = {choice.candidate_name for choice in learned.choices}
    assert names == {*CANDIDATES, BASE_RATE, "nothing"}
    assert sum(choice.is_champion for choice in learned.choices) == 1
    assert all(choice.reason for choice in learned.choices)


def test_a_baseline_that_is_the_base_rate_is_told_once() -> None:
    learned = learn(made(), SETTINGS, None, BASE_RATE)

    names = [choice.candidate_name for choice in learned.choices]
    assert sorted(names) == sorted([*CANDIDATES, BASE_RATE])


def _judged(base_rate: float = 0.7, **losses: float) -> dict[str, Judged]:
    jitter = np.resize([-0.05, 0.05], 400)
    told = losses | {BASE_RATE: base_rate}
    return {
        name.replace("baseline", ""): Judged(
            Calibration(), loss + (place + 1) * jitter, 0.5
        )
        for place, (name, loss) in enumerate(told.items())
    }


def test_a_champion_stays_until_another_is_better_by_more_than_chance() -> None:
    two = replace(SETTINGS, candidates=("logistic", "tree"))
    close = _judged(baseline=0.6, logistic=0.5, tree=0.499)
    clear = _judged(baseline=0.6, logistic=0.5, tree=0.45)

    assert champion_name(close, None, two) == "logistic"
    assert champion_name(close, "tree", two) == "tree"
    assert champion_name(clear, "logistic", two) == "tree"
    unbeaten = _judged(baseline=0.5, logistic=0.499, tree=0.499)
    assert champion_name(unbeaten, "tree", two) == ""


def test_who_says_no_more_than_the_base_rate_is_no_champion() -> None:
    one = replace(SETTINGS, candidates=("logistic",))

    assert champion_name(_judged(baseline=0.6, logistic=0.5), None, one) == "logistic"
    empty = _judged(base_rate=0.5, baseline=0.6, logistic=0.5)
    assert champion_name(empty, "logistic", one) == ""


def test_the_correction_undoes_odds_that_are_too_sure_and_too_high() -> None:
    generator = np.random.default_rng(0)
    odds = generator.normal(size=40_000)
    happened = (generator.random(40_000) < expit(odds)).astype(float)
    found = calibration(2.0 * odds + 1.0, happened)

    assert found.slope == pytest.approx(0.5, abs=0.02)
    assert found.intercept == pytest.approx(-0.5, abs=0.05)
    probability = expit(found(2.0 * odds + 1.0))
    assert metrics.calibration_slope(happened, probability) == pytest.approx(
        1.0, abs=0.02
    )


def test_few_rows_leave_the_slope_near_one() -> None:
    happened = np.resize([0.0, 1.0, 1.0], 30)
    found = calibration(np.where(happened > 0, 3.0, -3.0), happened)

    assert 0.9 < found.slope < 1.1


def test_the_same_rows_give_the_same_bits() -> None:
    rows = made()
    first, again = (learn(rows, SETTINGS) for _ in range(2))

    assert first.choices == again.choices
    for each in (first, again):
        assert each.champion is not None
    np.testing.assert_array_equal(
        classification.champion_log_odds(first.champion, rows.inputs),
        classification.champion_log_odds(again.champion, rows.inputs),
    )


@pytest.mark.parametrize("value", [0.0, np.nan])
def test_inputs_all_alike_or_unknown_have_no_champion(value: float) -> None:
    rows = made()
    alike = replace(rows, inputs=rows.inputs * 0.0 + value)

    assert learn(alike, SETTINGS).champion is None


def test_one_outcome_or_no_earlier_date_leave_nothing_to_compare_on() -> None:
    rows = made()
    for poor in (
        replace(rows, is_positive=np.ones(len(rows))),
        replace(rows, period=np.repeat(rows.period[:1], len(rows))),
        rows.where(np.zeros(len(rows), dtype=bool)),
    ):
        learned = learn(poor, SETTINGS)
        assert learned.champion is None
        assert learned.choices[0].reason.startswith("nothing to compare on")
