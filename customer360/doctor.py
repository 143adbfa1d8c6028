"""What `c360 doctor` looks at: each finding is fine, or says what to do."""

import os
import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version

import duckdb
from packaging.markers import Marker
from packaging.utils import canonicalize_name

from customer360.build.preflight import landed_counts
from customer360.errors import C360Error
from customer360.landing.inboxes import CONFIG, inbox_requests
from customer360.paths import ROOT, build_database, landing_dir, warehouse_dir
from customer360.publish import published_version
from customer360.warehouse import reading

SUPPORTED = ((3, 11), (3, 13))
MOST_NAMED = 5
_PINNED = re.compile(
    r"^(?P<name>[\w.-]+)(?:\[.*\])?==(?P<version>[^\s;\\]+)(?P<rest>.*)"
)


@dataclass(frozen=True)
class Finding:
    """One thing looked at; `mend` says what to do and is empty when it is fine."""

    what: str
    mend: str = ""

    @property
    def is_fine(self) -> bool:
        """Whether there is nothing to do."""
        return not self.mend


def findings() -> list[Finding]:
    """Look at everything, in the order in which it should be mended."""
    looks: list[Callable[[], Iterator[Finding]]] = [
        _python,
        _packages,
        _folders,
        _landed,
        _inboxes,
        _salt,
        _build,
        _published,
    ]
    return [finding for look in looks for finding in _found(look)]


def _found(look: Callable[[], Iterator[Finding]]) -> Iterator[Finding]:
    """Yield a look's findings; what cannot be looked at is a finding too."""
    try:
        yield from look()
    except (C360Error, OSError, ValueError, duckdb.Error) as error:
        yield Finding(look.__name__.strip("_"), str(error))


def _python() -> Iterator[Finding]:
    least, most = SUPPORTED
    running = sys.version_info[:2]
    what = f"Python {running[0]}.{running[1]}"
    is_supported = least <= running <= most
    yield Finding(what, "" if is_supported else "Use Python 3.11, 3.12 or 3.13.")


def _packages() -> Iterator[Finding]:
    lock = ROOT / "requirements.lock"
    wrong = list(_other_versions(lock.read_text().splitlines()))
    if not wrong:
        yield Finding("packages are those of requirements.lock")
        return
    named = ", ".join(wrong[:MOST_NAMED]) + (" ..." if len(wrong) > MOST_NAMED else "")
    yield Finding(
        f"{len(wrong)} packages differ from requirements.lock: {named}",
        "pip install -r requirements.lock",
    )


def _other_versions(lines: list[str]) -> Iterator[str]:
    for line in lines:
        pinned = _PINNED.match(line)
        if pinned is None or not _applies(pinned["rest"]):
            continue
        try:
            installed = version(canonicalize_name(pinned["name"]))
        except PackageNotFoundError:
            installed = "missing"
        if installed != pinned["version"]:
            yield f"{pinned['name']} {installed} (locked: {pinned['version']})"


def _applies(rest: str) -> bool:
    marker = rest.partition(";")[2].rstrip("\\ ").strip()
    return not marker or Marker(marker).evaluate()


def _folders() -> Iterator[Finding]:
    for name, folder in (("landing", landing_dir()), ("warehouse", warehouse_dir())):
        there = next(each for each in (folder, *folder.parents) if each.exists())
        can_write = there.is_dir() and os.access(there, os.W_OK)
        yield Finding(
            f"{name} folder {folder}" + ("" if folder.exists() else " (not made yet)"),
            ""
            if can_write
            else f"{there} cannot be written to: name another with --{name}.",
        )


def _landed() -> Iterator[Finding]:
    counts = landed_counts(landing_dir())
    if not counts:
        yield Finding("nothing has landed", "c360 land ENTITY FILE, or c360 demo")
    for entity, count in sorted(counts.items()):
        yield Finding(f"landed {entity}: {count:,} rows")


def _inboxes() -> Iterator[Finding]:
    if CONFIG.is_file():
        yield Finding(
            f"landing.yml: {len(inbox_requests(CONFIG))} files in its inboxes"
        )


def _salt() -> Iterator[Finding]:
    path = warehouse_dir() / "salt"
    given = os.environ.get("C360_SALT")
    if given and path.is_file() and path.read_text().strip() != given:
        yield Finding(
            f"C360_SALT is not what {path} holds",
            "Unset C360_SALT, or every customer gets another id.",
        )
    elif given:
        yield Finding("identity salt: C360_SALT")
    elif path.is_file():
        yield Finding(f"identity salt: {path} (keep a copy; it is never made again)")
    elif build_database().exists():
        yield Finding(
            f"{path} is gone, and the build was made with it",
            "Put it back, or set C360_SALT to its content.",
        )
    else:
        yield Finding("identity salt: the first build makes it")


def _build() -> Iterator[Finding]:
    if not build_database().exists():
        yield Finding("no build yet", "c360 build")
        return
    with reading(build_database()) as connection:
        row = connection.execute(
            "select build_id, completed_at, is_success from audit.builds "
            "order by started_at desc, rowid desc limit 1"
        ).fetchone()
    build_id, completed_at, is_success = row or (None, None, False)
    if is_success:
        yield Finding(
            f"latest build {build_id}, ended well {completed_at:%Y-%m-%d %H:%M}"
        )
    else:
        yield Finding(f"latest build {build_id} did not end well", "c360 build")


def _published() -> Iterator[Finding]:
    current = published_version(warehouse_dir())
    if current is None:
        yield Finding("nothing published yet", "c360 build, or c360 publish")
        return
    as_of = current.manifest["as_of_date"]
    yield Finding(f"published version {current.version_id}, as of {as_of}")
