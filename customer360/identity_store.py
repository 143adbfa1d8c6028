"""The history that identity was solved to, kept for the next build.

`<warehouse>/identity_history.npz` holds plain arrays, and a digest of the code that
made them. It is a cache: deleting it changes time, not numbers, and nothing that goes
wrong with it is an error.
"""

import logging
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import fields
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import Any
from uuid import uuid4

import numpy as np
import pandas as pd

from customer360 import identity
from customer360.identity import History, Memberships, Told
from customer360.paths import warehouse_dir

FILE = "identity_history.npz"
LIBRARIES = ("numpy", "pandas", "numba")

log = logging.getLogger(__name__)


class HistoryStore:
    """One file with the history of the build before."""

    def __init__(self, path: Path) -> None:
        """Use the file `path`, made when the first history is kept."""
        self.path = path

    def before(self, rule_names: Sequence[str]) -> History | None:
        """Return the history kept last, with the codes that rules have now."""
        try:
            with np.load(self.path, allow_pickle=False) as arrays:
                if str(arrays["method"]) != _method():
                    return None
                return _history(arrays, rule_names)
        except FileNotFoundError:
            return None
        # a damaged file can fail in any way, and is written again
        except Exception as error:
            log.warning("%s is not used: %s", self.path, error)
            return None

    def keep(self, found: History, rule_names: Sequence[str]) -> None:
        """Write a history in place of the one before."""
        unfinished = self.path.with_name(f"{self.path.stem}-{uuid4().hex}.unfinished")
        arrays: dict[str, Any] = {
            "method": np.array(_method()),
            "rules": np.array(rule_names, dtype=np.str_),
            "until": np.array(found.until),
            "key": found.key,
            "digest": found.digest,
        }
        for part in (found.runs, found.told):
            for field in fields(part):
                arrays[_name(part, field.name)] = getattr(part, field.name)
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with unfinished.open("wb") as file:
                np.savez(file, **arrays)
            unfinished.replace(self.path)
        # a full disk, for one: the history is good, whether it can be kept or not
        except Exception as error:
            log.warning("%s is not kept: %s", self.path, error)
        finally:
            with suppress(OSError):
                unfinished.unlink(missing_ok=True)


def open_history() -> HistoryStore:
    """Return the warehouse's own."""
    return HistoryStore(warehouse_dir() / FILE)


def _history(arrays: np.lib.npyio.NpzFile, rule_names: Sequence[str]) -> History:
    runs = {f.name: arrays[_name(Memberships, f.name)] for f in fields(Memberships)}
    told = {field.name: arrays[_name(Told, field.name)] for field in fields(Told)}
    # a rule that is no more has no edge that is what it was, so its code is not used
    now = pd.Index(rule_names).get_indexer(pd.Index(arrays["rules"]))
    told["rule"] = np.append(now, -1)[told["rule"]]
    return History(
        int(arrays["until"]),
        arrays["key"],
        arrays["digest"],
        Memberships(**runs),
        Told(**told),
    )


def _name(part: object, field: str) -> str:
    kind = part if isinstance(part, type) else type(part)
    return f"{kind.__name__}.{field}".lower()


@cache
def _method() -> str:
    """Return a digest of what makes a history of its inputs: our code and others'."""
    folder = Path(identity.__file__).parent
    paths = sorted(folder.rglob("*.py"))
    code = [(str(path.relative_to(folder)), path.read_text()) for path in paths]
    libraries = [version(library) for library in LIBRARIES]
    return sha256(repr([code, libraries]).encode()).hexdigest()
