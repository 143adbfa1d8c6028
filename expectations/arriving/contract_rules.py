"""What a contract alone asks of the rows that landed last.

Landing set aside what cannot be cast, is not accepted or lacks a required value; asking
again costs nothing and holds where something else loads the landing tables.
"""

from customer360.landing import Contract
from customer360.landing.contracts import Column
from expectations import gxe
from expectations.arriving.landed import Landed
from expectations.bounds import at_least
from expectations.suite import STOP, WARN, Batch, Expectation

# a column of money whose typical size moves by this factor overnight changed its unit
UNIT_CHANGE_FACTOR = 10
FORMS = {"email": r"^[^@\s]+@[^@\s]+$", "phone": r"^\d{7,15}$"}


def amounts(contract: Contract) -> list[str]:
    """Return the columns of money."""
    return [
        column.name for column in contract.columns if column.name.endswith("_amount")
    ]


def expressions(contract: Contract, landed: Landed) -> dict[str, str]:
    """Return the columns looked at row by row: name in the rows -> SQL."""
    read: dict[str, str] = {}
    for column in contract.columns:
        if column.between or column.name.endswith("_amount"):
            read[column.name] = f"cast({column.name} as double)"
        elif column.name == "currency":
            read[column.name] = column.name
        elif column.identifier in FORMS:
            read[column.name] = landed.staged_name(column)
    return read


def expected(contract: Contract, batch: Batch) -> list[Expectation]:
    """Return what is expected of each column."""
    return [
        expectation
        for column in contract.columns
        for expectation in (*_of_values(column), *_of_money(column, batch))
    ]


def _of_values(column: Column) -> list[Expectation]:
    expected = []
    if column.is_required:
        # of an identifier, staging leaves out what says nothing, as a lone @
        share = 1 if column.identifier is None else 0.99
        notes = "its contract requires it"
        expected.append(at_least(f"{column.name}_filled", share, notes, severity=STOP))
    if column.accepted_values:
        expected.append(
            gxe.ExpectColumnValuesToBeInSet(
                column=column.name, value_set=list(column.accepted_values)
            )
        )
    if column.between:
        least, most = column.between
        expected.append(
            gxe.ExpectColumnValuesToBeBetween(
                column=column.name,
                min_value=least,
                max_value=most,
                mostly=0.99,
                notes="`between` of its contract",
            )
        )
    return [*expected, *_of_form(column)]


def _of_form(column: Column) -> list[Expectation]:
    if column.name == "currency":
        return [
            gxe.ExpectColumnValuesToMatchRegex(
                column=column.name, regex="^[A-Za-z]{3}$", mostly=0.99
            )
        ]
    if column.identifier in FORMS:
        return [
            gxe.ExpectColumnValuesToMatchRegex(
                column=column.name,
                regex=FORMS[column.identifier],
                mostly=0.9,
                severity=WARN,
            )
        ]
    return []


def _of_money(column: Column, batch: Batch) -> list[Expectation]:
    """Expect the median near the one before; nothing where nothing was before."""
    new = batch.figures.get(f"{column.name}_median")
    before = batch.figures.get(f"{column.name}_median_before")
    if new is None or not before:
        return []
    return [
        gxe.ExpectColumnMedianToBeBetween(
            column=f"{column.name}_median",
            min_value=before / UNIT_CHANGE_FACTOR,
            max_value=before * UNIT_CHANGE_FACTOR,
            severity=STOP if column.is_required else WARN,
            notes=f"the median before was {before:g}: has the unit changed?",
        )
    ]
