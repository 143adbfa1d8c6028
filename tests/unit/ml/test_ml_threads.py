"""Models that run at once, as two threads of dbt do, compute on one thread each."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pandas as pd
import pytest
from threadpoolctl import threadpool_info, threadpool_limits

from customer360.ml import churn, lifetime_value, segments, tables

pytestmark = pytest.mark.unit

Frames = tuple[pd.DataFrame, pd.DataFrame]


class Spy:
    """Makes every fit anew, and notes how many threads libraries use meanwhile."""

    def __init__(self) -> None:
        self.counts: set[int] = set()

    def get_or_fit(self, fit: Callable[..., Any], /, *inputs: Any, **named: Any) -> Any:
        self._note()
        made = fit(*inputs, **named)
        self._note()
        return made

    def _note(self) -> None:
        self.counts |= {library["num_threads"] for library in threadpool_info()}


def test_models_that_run_at_once_give_the_bits_of_one_after_the_other(
    shop: Callable[[int, int], Frames],
) -> None:
    features, labels = shop(60, 8)
    value = lifetime_value.Settings(min_training_rows=10, draws=5)
    calls = [
        lambda fits: churn.score(features, labels, None, fits),
        lambda fits: lifetime_value.score(features, labels, value, fits),
        lambda fits: segments.score(features, None, fits),
    ]
    spy = Spy()
    alone = [call(spy) for call in calls]
    with ThreadPoolExecutor(len(calls)) as pool:
        # as if another had set it: what runs now must not be what limits the rest
        threadpool_limits(limits=2)
        together = list(pool.map(lambda call: call(spy), calls))

    assert spy.counts == {1}
    for one, other in zip(alone, together, strict=True):
        pd.testing.assert_frame_equal(one, other, check_exact=True)


def test_a_function_that_ended_lifts_no_limit_of_one_that_runs() -> None:
    @tables.one_thread
    def short() -> None:
        return None

    @tables.one_thread
    def long() -> set[int]:
        with ThreadPoolExecutor(1) as pool:
            pool.submit(short).result()
        return {library["num_threads"] for library in threadpool_info()}

    threadpool_limits(limits=2)
    assert long() == {1}
