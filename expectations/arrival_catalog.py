"""What arrives from the catalogue: products, and what people say of them."""

from expectations import gxe
from expectations.arriving import Arrival, suite_of
from expectations.suite import WARN, Expectation


def _products() -> list[Expectation]:
    return [
        gxe.ExpectColumnValuesToBeBetween(
            column="cost_share",
            max_value=1,
            mostly=0.8,
            severity=WARN,
            notes="many products cost more than they are sold for",
        )
    ]


PRODUCTS = Arrival(
    "catalog/products",
    filled={"product_name": 0.5, "category": 0.5},
    also_read={"cost_share": "cost_amount / nullif(price_amount, 0)"},
    also_expect=_products,
)

REVIEWS = Arrival(
    "catalog/reviews",
    filled={"rating": 0.5, "product_id": 0.5},
    refers={"product_id": "catalog/products"},
)

SUITES = tuple(map(suite_of, (PRODUCTS, REVIEWS)))
