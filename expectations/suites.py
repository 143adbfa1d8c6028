"""Every suite there is."""

from expectations import arrival_pos, customer_360, scores
from expectations.suite import Suite

SUITES: tuple[Suite, ...] = (
    *arrival_pos.SUITES,
    *scores.SUITES,
    *customer_360.SUITES,
)
SUITE_NAMES: tuple[str, ...] = tuple(suite.name for suite in SUITES)
