"""The sensor on the inboxes: asks for a run when a file there has not landed."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import dagster as dg

from customer360.errors import C360Error
from customer360.landing import Request, read_manifest
from customer360.landing.inboxes import CONFIG, inbox_requests
from customer360.landing.source import fingerprint
from customer360.landing.withdrawals import read_withdrawals
from customer360.paths import landing_dir
from orchestration.jobs import build

# path -> size, time of change, sha256 once the file has stopped changing
Seen = dict[str, tuple[int, int, str | None]]


@dataclass(frozen=True)
class Look:
    """What one look at the inboxes found: all files, and the new ones' fingerprints."""

    seen: Seen
    new: tuple[str, ...]

    @property
    def run_key(self) -> str:
        """The same new files, in whatever order or name, ask for one run only."""
        return hashlib.sha256("|".join(sorted(self.new)).encode()).hexdigest()[:16]


def look(requests: Iterable[Request], landing: Path, before: Seen) -> Look:
    """Look at the inboxes' files, given what was seen before.

    A file that has changed since the last look may still be written: it waits for
    the next. Fingerprints are kept, so a file is read once. One that was withdrawn is
    not new.
    """
    withdrawn = [withdrawal.entry for withdrawal in read_withdrawals(landing)]
    entries = [*read_manifest(landing), *withdrawn]
    landed = {(entry.entity, entry.source_sha256) for entry in entries}
    seen: Seen = {}
    new = []
    for request in requests:
        path = str(request.file)
        status = request.file.stat()
        size, changed_at, sha256 = before.get(path, (-1, -1, None))
        is_still = (size, changed_at) == (status.st_size, status.st_mtime_ns)
        known = (sha256 or fingerprint(request.file)) if is_still else None
        seen[path] = (status.st_size, status.st_mtime_ns, known)
        if known and (request.entity, known) not in landed:
            new.append(f"{request.entity}:{known}")
    return Look(seen, tuple(new))


@dg.sensor(
    name="new_files",
    job=build,
    minimum_interval_seconds=60,
    description="Asks for a build when an inbox of landing.yml holds a new file.",
)
def new_files(context: dg.SensorEvaluationContext) -> dg.SensorResult | dg.SkipReason:
    """Ask for one run for all new files; a file that cannot land is asked for once."""
    if not CONFIG.is_file():
        return dg.SkipReason("there is no landing.yml")
    before = {
        path: (size, changed_at, sha256)
        for path, (size, changed_at, sha256) in json.loads(
            context.cursor or "{}"
        ).items()
    }
    try:
        found = look(inbox_requests(CONFIG), landing_dir(), before)
    except (C360Error, OSError) as error:
        return dg.SkipReason(str(error))
    runs = [dg.RunRequest(run_key=found.run_key)] if found.new else []
    return dg.SensorResult(run_requests=runs, cursor=json.dumps(found.seen))
