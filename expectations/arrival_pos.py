"""What arrives from the tills.

A register gone silent, amounts in cents, a clock in another time zone, a loyalty
field that is no longer sent: each is a valid row, and each ruins a customer 360.
"""

from expectations import gxe
from expectations.arriving import Arrival, suite_of
from expectations.bounds import share_at_most
from expectations.suite import STOP, WARN, Expectation


def _transactions() -> list[Expectation]:
    return [
        gxe.ExpectColumnValuesToBeBetween(
            column="paid",
            min_value=0,
            strict_min=True,
            mostly=0.9,
            severity=WARN,
            notes="many receipts over nothing",
        ),
        gxe.ExpectColumnValuesToBeBetween(
            column="discount_amount", min_value=0, mostly=0.99, severity=WARN
        ),
        gxe.ExpectColumnValuesToBeBetween(
            column="tax_share", max_value=0.5, mostly=0.98, severity=WARN
        ),
        share_at_most(
            "is_returned", 0.5, "more goods come back than go", severity=STOP
        ),
    ]


TRANSACTIONS = Arrival(
    "pos/transactions",
    identified=0.01,
    kinds={"payment_method": (), "currency": ()},
    refers={"store_id": "pos/stores"},
    usual_lag_days=3,
    stops_below=0.1,
    also_read={
        "paid": "abs(total_amount)",
        "tax_share": "abs(tax_amount) / nullif(abs(total_amount), 0)",
        "is_returned": "is_return",
    },
    also_expect=_transactions,
)

TRANSACTION_LINES = Arrival(
    "pos/transaction_lines", refers={"product_id": "catalog/products"}
)

STORES = Arrival("pos/stores", kinds={"country": ()})

SUITES = tuple(map(suite_of, (TRANSACTIONS, TRANSACTION_LINES, STORES)))
