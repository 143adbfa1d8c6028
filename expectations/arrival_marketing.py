"""What arrives on advertising."""

from expectations import gxe
from expectations.arriving import Arrival, suite_of
from expectations.suite import WARN, Expectation


def _ad_spend() -> list[Expectation]:
    return [
        gxe.ExpectColumnValuesToBeBetween(
            column="click_share",
            max_value=1,
            mostly=0.99,
            severity=WARN,
            notes="more clicks than impressions: columns may be swapped",
        )
    ]


AD_SPEND = Arrival(
    "marketing/ad_spend",
    kinds={"channel": ()},
    also_read={"click_share": "clicks / nullif(impressions, 0)"},
    also_expect=_ad_spend,
    # networks report a day after the next
    usual_lag_days=4,
)

SUITES = (suite_of(AD_SPEND),)
