"""Every suite there is: of what arrives, entity by entity, then of what leaves."""

from customer360.landing import read_contracts
from customer360.paths import ROOT
from expectations import (
    arrival_catalog,
    arrival_crm,
    arrival_iot,
    arrival_marketing,
    arrival_pos,
    arrival_social,
    arrival_web,
    customer_360,
    customer_360_filled,
    customer_health,
    customer_scores,
    model_evaluations,
    scores_churn,
    scores_lifetime_value,
    scores_order_intent,
    scores_purchase_intent,
    scores_rfm,
    scores_sales_forecast,
    scores_segment,
)
from expectations.arriving import Arrival, suite_of
from expectations.suite import Suite


def staged(entity: str) -> bool:
    """Tell whether there is a staging model of an entity, whose table is checked."""
    system, _, name = entity.partition("/")
    folder = ROOT / "models" / "staging" / system
    return (folder / f"stg_{system}__{name}.sql").is_file()


SAID: tuple[Suite, ...] = (
    *arrival_web.SUITES,
    *arrival_social.SUITES,
    *arrival_crm.SUITES,
    *arrival_pos.SUITES,
    *arrival_iot.SUITES,
    *arrival_catalog.SUITES,
    *arrival_marketing.SUITES,
)
# entities of which nobody has said more than their contract does
UNSAID: tuple[Suite, ...] = tuple(
    suite
    for suite in (suite_of(Arrival(each)) for each in read_contracts() if staged(each))
    if suite.name not in {said.name for said in SAID}
)
LEAVING: tuple[Suite, ...] = (
    *scores_churn.SUITES,
    *scores_lifetime_value.SUITES,
    *scores_purchase_intent.SUITES,
    *scores_order_intent.SUITES,
    *scores_sales_forecast.SUITES,
    *scores_segment.SUITES,
    *scores_rfm.SUITES,
    *customer_health.SUITES,
    *customer_scores.SUITES,
    *model_evaluations.SUITES,
    *customer_360.SUITES,
    *customer_360_filled.SUITES,
)
SUITES: tuple[Suite, ...] = (*SAID, *UNSAID, *LEAVING)
SUITE_NAMES: tuple[str, ...] = tuple(suite.name for suite in SUITES)
