"""The shifted world breaks every law a model assumes, as docs/simulator.md says."""

import numpy as np
import pytest
from scipy import stats

from customer360.simulate import Settings, orders, people
from customer360.simulate.laws import SHIFTED, mean_factor
from customer360.simulate.settings import DAY
from customer360.simulate.world import Chunk, make_world

pytestmark = pytest.mark.unit

DAYS = 400


@pytest.fixture(scope="module")
def chunk():
    settings = Settings(12_000, DAYS, 7, "shifted", people_per_chunk=12_000)
    return Chunk(make_world(settings), 0)


@pytest.fixture(scope="module")
def shifted(chunk):
    everyone = people.draw(chunk)
    drawn, lives = orders.orders(chunk, everyone)
    is_repeat = drawn["at"] > everyone.first_order_at[drawn["person"]]
    return everyone, drawn.take(is_repeat), lives


def begun(everyone, weeks):
    """Return (people, weeks): the whole weeks after somebody's first order."""
    first_week = everyone.first_order_at // (7 * DAY)
    return np.arange(weeks) > first_week[:, None]


def test_more_is_ordered_at_weekends(chunk, shifted):
    _, drawn, _ = shifted
    weekday = (chunk.settings.start.weekday() + drawn["at"] // DAY) % 7
    count = np.bincount(weekday, minlength=7)
    # Saturdays by Mondays: 1.3 by .85
    assert count[5] / count[0] == pytest.approx(1.53, abs=0.15)


def test_whoever_is_there_orders_most_in_december(shifted):
    everyone, drawn, lives = shifted
    there = lives.present & begun(everyone, lives.present.shape[1])
    week = drawn["at"] // (7 * DAY)

    def rate(weeks):
        return np.isin(week, weeks).sum() / there[:, weeks].sum()

    # 1 + .35 at the top, 1 - .35 at the bottom
    december, june = rate(np.arange(46, 51)), rate(np.arange(20, 25))
    assert december / june == pytest.approx(1.35 / 0.65, rel=0.15)


def test_some_of_those_who_left_come_back_and_order_again(shifted):
    everyone, drawn, lives = shifted
    there = lives.present
    away = ~there[:, :-1] & begun(everyone, there.shape[1])[:, :-1]
    back = away & there[:, 1:]
    assert back.sum() / away.sum() == pytest.approx(SHIFTED.weekly_return, rel=0.1)
    has_left = np.cumsum(~there, axis=1) > 0
    week = drawn["at"] // (7 * DAY)
    again = has_left[drawn["person"], week] & there[drawn["person"], week]
    assert again.sum() > 500


def test_as_many_amounts_are_far_beyond_a_log_normal_as_the_tail_says(shifted):
    everyone, drawn, _ = shifted
    level = everyone.traits.spend[drawn["person"]] / mean_factor()
    deviations = np.log(drawn["amount"] / level) / SHIFTED.order_deviation
    # the log of a Pareto factor is exponential
    far = stats.norm.sf(3)
    in_tail = stats.exponnorm.sf(3, 1 / (SHIFTED.tail_index * SHIFTED.order_deviation))
    share = (1 - SHIFTED.tail_share) * far + SHIFTED.tail_share * in_tail
    assert share > 2 * far
    assert (deviations > 3).mean() == pytest.approx(share, rel=0.1)
    assert (deviations < -3).mean() == pytest.approx(far, rel=0.2)


def test_what_went_wrong_lowers_rates_and_makes_people_leave(shifted):
    everyone, drawn, lives = shifted
    known = drawn.take(drawn["at"] < (DAYS - 70) * DAY)
    week = known["at"] // (7 * DAY)
    there = lives.present[known["person"]]
    next_weeks = week[:, None] + np.arange(1, 5)
    stays = np.take_along_axis(there, next_weeks, axis=1).all(axis=1)
    bad = known["bad"] > 0
    assert (~stays[bad]).mean() > 1.5 * (~stays[~bad]).mean()
    # of those who stay, by their own rate: no more than what grief leaves of it
    ordered = np.zeros(lives.present.shape)
    np.add.at(ordered, (drawn["person"], drawn["at"] // (7 * DAY)), 1)
    after = np.take_along_axis(ordered[known["person"]], next_weeks, axis=1).sum(axis=1)
    usual = everyone.traits.rate[known["person"]]
    rate = [after[stays & of].sum() / usual[stays & of].sum() for of in (bad, ~bad)]
    assert rate[0] < 0.8 * rate[1]
