"""The suite of one entity: reads what landed last, asks what is asked of it."""

from dataclasses import replace
from functools import partial

from customer360.landing import Contract, contract_of, read_contracts
from expectations.arriving import contract_rules, feed, landed, rules
from expectations.arriving.arrival import Arrival
from expectations.arriving.landed import Landed
from expectations.errors import ExpectationError
from expectations.suite import Batch, BuildFile, Suite

NOTHING = Batch(landed.NO_ROWS)


def suite_of(arrival: Arrival) -> Suite:
    """Return the suite of an entity, over its staging.

    Raises ExpectationError where it speaks of columns that the contract has not.
    """
    contract = contract_of(arrival.entity, read_contracts())
    _require_columns(arrival, contract)
    return Suite(
        f"arrival_{arrival.entity.replace('/', '_')}",
        landed.staging_table(arrival.entity),
        partial(read, arrival, contract),
        partial(rules.expected, arrival, contract),
    )


def _require_columns(arrival: Arrival, contract: Contract) -> None:
    said = {*arrival.filled, *arrival.kinds, *arrival.refers}
    unknown = sorted(said - set(contract.column_names))
    if unknown:
        raise ExpectationError(
            f"The arrival suite of {arrival.entity} speaks of {', '.join(unknown)}, "
            "which its contract in models/staging does not have. Change one of them."
        )


def read(arrival: Arrival, contract: Contract, build: BuildFile) -> Batch:
    """Return a sample of the rows landed last, and figures beside those before."""
    found = landed.find(build, landed.staging_table(arrival.entity))
    if found is None:
        return NOTHING
    contract = _as_staged(contract, found)
    rows = landed.sample(build, found, _expressions(arrival, contract, found))
    columns = {column.name: found.staged_name(column) for column in contract.columns}
    if found.is_identified:
        columns["identifier"] = "identifier_id"
    figures = {
        "new_count": float(found.new_count),
        "before_count": float(found.before_count),
        **landed.filled(build, found, columns),
        **landed.medians(rows, contract_rules.amounts(contract)),
        **landed.moves(rows, _kinds(arrival, contract)),
        **_references(arrival, contract, build, found),
        **_over_time(arrival, contract, build, found),
        **feed.landings(build, arrival.entity),
        **feed.left_out(build, arrival.entity),
    }
    if contract.event_at:
        figures |= landed.lags(rows)
    if found.is_identified:
        figures |= landed.commonest_identifier(rows)
    return Batch(rows[rows["is_new"]], figures)


def _as_staged(contract: Contract, found: Landed) -> Contract:
    """Return the contract without the columns that staging does not take over."""
    staged = (
        column
        for column in contract.columns
        if found.staged_name(column) in found.columns
    )
    return replace(contract, columns=tuple(staged))


def _expressions(arrival: Arrival, contract: Contract, found: Landed) -> dict[str, str]:
    """Return what is read of each row: name -> SQL."""
    read = contract_rules.expressions(contract, found)
    kinds = _kinds(arrival, contract)
    read |= {name: f"cast({name} as varchar)" for name in kinds}
    read |= {name: f"cast({sql} as double)" for name, sql in arrival.also_read.items()}
    if found.is_identified:
        read["identifier"] = "cast(identifier_id as varchar)"
    if contract.event_at:
        happened = _happened(contract, found.table)
        for clock in ("known", "landed"):
            seconds = f"date_diff('second', {happened}, {clock}_at)"
            read[f"days_until_{clock}"] = f"{seconds} / 86400"
    return read


def _kinds(arrival: Arrival, contract: Contract) -> list[str]:
    """Return the columns of few kinds, by the contract or by what is said."""
    return [
        column.name
        for column in contract.columns
        if column.accepted_values or column.name in arrival.kinds
    ]


def _happened(contract: Contract, table: str) -> str:
    """Return SQL of when what a row tells happened.

    A state that only says when it began, as a ticket does, does not say when it
    changed: of its later versions that is null.
    """
    times = [f"cast({name} as timestamp)" for name in contract.event_at]
    if contract.kind != "state" or len(times) > 1:
        return f"coalesce({', '.join(times)})"
    first = f"""(
        select min(versions.known_at) from {table} as versions
        where versions.{contract.key} = staged.{contract.key}
    )"""
    return f"case when known_at = {first} then {times[0]} end"


def _references(
    arrival: Arrival, contract: Contract, build: BuildFile, found: Landed
) -> landed.Figures:
    """Return for each column that refers which share of its records is there."""
    refers = dict(arrival.refers)
    if contract.known_with:
        header, column = contract.known_with
        refers[column] = header
    figures: landed.Figures = {}
    for column in sorted(refers.keys() & set(contract.column_names)):
        entity = refers[column]
        key = contract_of(entity, read_contracts()).key
        table = landed.staging_table(entity)
        figures |= landed.found(build, found, column, table, key)
    return figures


def _over_time(
    arrival: Arrival, contract: Contract, build: BuildFile, found: Landed
) -> landed.Figures:
    """Return how much came of late; of a history landed at once, nothing."""
    if not (arrival.is_daily and contract.event_at and found.before_count):
        return {}
    return feed.volume(build, found.table, contract)
