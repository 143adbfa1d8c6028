"""What arrives from the tills: the files landed last, beside all landed before.

A register gone silent, amounts in cents, a clock in another time zone, a loyalty
field that is no longer sent: each is a valid row, and each ruins a customer 360.
"""

from expectations import gxe
from expectations.suite import (
    SAMPLE_ROW_COUNT,
    WARN,
    Batch,
    BuildFile,
    Expectation,
    Suite,
)

TRANSACTIONS = "staging.stg_pos__transactions"
LINES = "staging.stg_pos__transaction_lines"

# a feed whose typical amount moves by this factor overnight changed its unit
UNIT_CHANGE_FACTOR = 10
LARGEST_AMOUNT = 1_000_000
USUAL_DAYS_UNTIL_KNOWN = 7


def _last_landed(table: str, columns: str) -> str:
    """Return SQL for a fixed sample of the rows landed on the table's last day."""
    return f"""
        select {columns}
        from {table}
        where landed_at >= (select date_trunc('day', max(landed_at)) from {table})
        order by md5(landed_file_id || '|' || landed_row_number)
        limit {SAMPLE_ROW_COUNT}
    """


def _landed_before(table: str, figures: str) -> str:
    """Return SQL for figures of the rows landed on the days before."""
    return f"""
        select {figures}
        from {table}
        where landed_at < (select date_trunc('day', max(landed_at)) from {table})
    """


def _read_transactions(build: BuildFile) -> Batch:
    rows = build.rows(
        _last_landed(
            TRANSACTIONS,
            """
            payment_method,
            currency,
            cast(abs(total_amount) as double) as total_amount,
            cast(discount_amount as double) as discount_amount,
            cast(abs(tax_amount) / nullif(abs(total_amount), 0) as double) as tax_share,
            cast(is_return as double) as is_return,
            cast(identifier_id is not null as double) as has_identifier,
            date_diff('second', transacted_at, known_at) / 86400 as days_until_known,
            date_diff('second', transacted_at, landed_at) / 86400 as days_until_landed
            """,
        )
    )
    before = _landed_before(
        TRANSACTIONS,
        "median(cast(abs(total_amount) as double)) as total_amount_median, "
        "avg(cast(identifier_id is not null as double)) as identified_share",
    )
    return Batch(rows, build.figures(before))


def _expect_transactions(batch: Batch) -> list[Expectation]:
    return [*_amounts(batch), *_times(), *_people(batch), *_categories()]


def _amounts(batch: Batch) -> list[Expectation]:
    return [
        gxe.ExpectTableRowCountToBeBetween(min_value=1),
        gxe.ExpectColumnValuesToBeBetween(
            column="total_amount", max_value=LARGEST_AMOUNT, mostly=0.999
        ),
        gxe.ExpectColumnValuesToBeBetween(
            column="total_amount",
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
        *_same_unit(batch, "total_amount"),
    ]


def _times() -> list[Expectation]:
    return [
        gxe.ExpectColumnValuesToBeBetween(
            column="days_until_landed",
            min_value=-1,
            mostly=0.95,
            notes="rung up after it landed: a clock or time zone is wrong",
        ),
        gxe.ExpectColumnValuesToBeBetween(
            column="days_until_known",
            min_value=0,
            mostly=0.99,
            severity=WARN,
            notes="known before it happened: a clock or time zone is wrong",
        ),
        gxe.ExpectColumnMedianToBeBetween(
            column="days_until_known",
            max_value=USUAL_DAYS_UNTIL_KNOWN,
            severity=WARN,
            notes="receipts arrive late",
        ),
    ]


def _people(batch: Batch) -> list[Expectation]:
    expected = [
        gxe.ExpectColumnMeanToBeBetween(
            column="has_identifier",
            min_value=0.01,
            severity=WARN,
            notes="hardly a receipt says whose it is",
        ),
        gxe.ExpectColumnMeanToBeBetween(
            column="is_return", max_value=0.5, notes="more goods come back than go"
        ),
    ]
    share_before = batch.figures["identified_share"]
    if share_before:
        expected.append(
            gxe.ExpectColumnMeanToBeBetween(
                column="has_identifier",
                min_value=share_before / 2,
                severity=WARN,
                notes="receipts say half as often as before whose they are",
            )
        )
    return expected


def _categories() -> list[Expectation]:
    return [
        gxe.ExpectColumnUniqueValueCountToBeBetween(
            column="payment_method",
            max_value=50,
            severity=WARN,
            notes="so many kinds look like free text",
        ),
        gxe.ExpectColumnValuesToMatchRegex(
            column="currency", regex="^[A-Za-z]{3}$", mostly=0.99
        ),
    ]


def _read_lines(build: BuildFile) -> Batch:
    rows = build.rows(
        _last_landed(
            LINES,
            """
            cast(abs(quantity) as double) as quantity,
            cast(unit_price_amount as double) as unit_price_amount
            """,
        )
    )
    before = _landed_before(
        LINES,
        "median(cast(unit_price_amount as double)) as unit_price_amount_median",
    )
    return Batch(rows, build.figures(before))


def _expect_lines(batch: Batch) -> list[Expectation]:
    return [
        gxe.ExpectTableRowCountToBeBetween(min_value=1),
        gxe.ExpectColumnValuesToBeBetween(
            column="quantity", max_value=10_000, mostly=0.999
        ),
        gxe.ExpectColumnValuesToBeBetween(
            column="unit_price_amount",
            min_value=0,
            max_value=LARGEST_AMOUNT,
            mostly=0.99,
        ),
        *_same_unit(batch, "unit_price_amount"),
    ]


def _same_unit(batch: Batch, column: str) -> list[Expectation]:
    """Expect the median near the one before; nothing where nothing was before."""
    before = batch.figures[f"{column}_median"]
    if not before:
        return []
    return [
        gxe.ExpectColumnMedianToBeBetween(
            column=column,
            min_value=before / UNIT_CHANGE_FACTOR,
            max_value=before * UNIT_CHANGE_FACTOR,
            notes=f"the median before was {before:g}: has the unit changed?",
        )
    ]


SUITES = (
    Suite(
        "arrival_pos_transactions",
        TRANSACTIONS,
        _read_transactions,
        _expect_transactions,
    ),
    Suite("arrival_pos_transaction_lines", LINES, _read_lines, _expect_lines),
)
