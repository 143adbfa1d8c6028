"""Many files: headers before lines, and one bad file does not hold up the others."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from customer360.landing.contracts import Contract, contract_of, read_contracts
from customer360.landing.errors import LandingError
from customer360.landing.job import Landed, Request
from customer360.landing.land import land_file
from customer360.landing.writer import OnProgress


@dataclass(frozen=True)
class Result:
    """What came of one request: `landed`, or else `error`, the message to show."""

    request: Request
    landed: Landed | None = None
    error: str | None = None


def land_requests(
    requests: list[Request],
    *,
    landing: Path,
    now: dt.datetime,
    on_result: Callable[[Result], None] | None = None,
    on_progress: OnProgress | None = None,
) -> list[Result]:
    """Land files in order, headers first, and return what came of each.

    Lines whose header failed wait: they would count as known only now. Raises
    LandingError only where an entity is unknown, before anything is read.
    """
    results: list[Result] = []
    contracts = read_contracts()
    for request in in_order(requests, contracts):
        failed = {result.request.entity for result in results if result.error}
        header = _header(contracts[request.entity])
        if header in failed:
            error = (
                f"{request.file}: waits for {header}, which failed. Mend that first."
            )
            result = Result(request, error=error)
        else:
            result = _land(request, landing, now, on_progress)
        results.append(result)
        if on_result:
            on_result(result)
    return results


def in_order(requests: list[Request], contracts: dict[str, Contract]) -> list[Request]:
    """Return requests with headers before what is known with them, else as given."""

    def depth(entity: str) -> int:
        header = _header(contract_of(entity, contracts))
        return 0 if header is None else depth(header) + 1

    return sorted(requests, key=lambda request: depth(request.entity))


def _header(contract: Contract) -> str | None:
    return contract.known_with[0] if contract.known_with else None


def _land(
    request: Request, landing: Path, now: dt.datetime, on_progress: OnProgress | None
) -> Result:
    try:
        landed = land_file(request, landing=landing, now=now, on_progress=on_progress)
    except LandingError as error:
        return Result(request, error=str(error))
    return Result(request, landed=landed)
