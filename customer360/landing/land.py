"""Landing one file: whole or not at all, and the same file only once."""

import contextlib
import datetime as dt
import errno
from collections.abc import Iterator
from pathlib import Path

from customer360.landing.contracts import contract_of, read_contracts
from customer360.landing.database import explained
from customer360.landing.errors import LandingError
from customer360.landing.job import Job, Landed, Request
from customer360.landing.manifest import entry_path, file_id, read_entry
from customer360.landing.mapping import read_mapping
from customer360.landing.source import inspect
from customer360.landing.withdrawals import forget, withdrawal_of
from customer360.landing.workspace import commit, open_workspace
from customer360.landing.write import write
from customer360.landing.writer import OnProgress


def land_file(
    request: Request,
    *,
    landing: Path,
    now: dt.datetime,
    on_progress: OnProgress | None = None,
) -> Landed:
    """Land one file; the same file, mapping and known-at change nothing.

    Nor do they where that landing was withdrawn, unless the request says so.
    `now` is the time of the landing (UTC if it has no zone). Raises LandingError, and
    then nothing has landed.
    """
    with explained_landing(landing, "Nothing landed."):
        job = _prepare(request, utc(now))
        if found := _found(landing, job):
            return found
        with open_workspace(landing, job.contract.entity) as workspace:
            if found := _found(landing, job):
                return found  # another process landed it while this one waited
            entry, note = write(job, workspace, on_progress)
            commit(workspace, entry)
            forget(landing, entry)
        return Landed(entry, is_new=True, known_at_note=note)


def _prepare(request: Request, now: dt.datetime) -> Job:
    contracts = read_contracts()
    contract = contract_of(request.entity, contracts)
    header = contract.known_with and contract_of(contract.known_with[0], contracts)
    source = inspect(request.file)
    mapping = read_mapping(request.mapping, contract) if request.mapping else None
    identifier = file_id(
        contract.entity,
        source.sha256,
        mapping.sha256 if mapping else None,
        request.known_at,
    )
    return Job(request, contract, header or None, source, mapping, identifier, now)


def _found(landing: Path, job: Job) -> Landed | None:
    path = entry_path(landing, job.file_id)
    if path.exists():
        return Landed(read_entry(path), is_new=False)
    withdrawal = withdrawal_of(landing, job.file_id)
    if withdrawal is None or job.request.even_if_withdrawn:
        return None
    return Landed(withdrawal.entry, is_new=False, withdrawn_at=withdrawal.withdrawn_at)


def utc(moment: dt.datetime) -> dt.datetime:
    """Return a time in UTC without a zone; one without a zone is in UTC."""
    if moment.tzinfo is None:
        return moment
    return moment.astimezone(dt.UTC).replace(tzinfo=None)


@contextlib.contextmanager
def explained_landing(landing: Path, outcome: str) -> Iterator[None]:
    """Raise what the operating system or the database refuses as LandingError.

    outcome: what that leaves, in words.
    """
    try:
        with explained(str(landing)):
            yield
    except OSError as error:
        reasons = {
            errno.ENOSPC: "no space left on the disk",
            errno.EDQUOT: "the disk quota is used up",
            errno.EACCES: "no permission to read or write it",
            errno.EPERM: "no permission to read or write it",
            errno.EROFS: "the disk is read-only",
        }
        reason = reasons.get(error.errno or 0, error.strerror or str(error))
        raise LandingError(
            f"{error.filename or landing}: {reason}. {outcome}"
        ) from error
