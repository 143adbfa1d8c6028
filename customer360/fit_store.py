"""Fits kept beside the warehouse, so that a build makes only those it has not made.

`<warehouse>/fits/<function>-<digest>.skops` holds one fit. The digest is of everything
that the fit depends on: its inputs, the code of `customer360/ml`, the libraries and the
processor. The folder is a cache: deleting it changes time, not numbers, and nothing
that goes wrong with it is an error.
"""

import logging
import os
import platform
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any, ParamSpec, TypeVar
from uuid import uuid4

import numpy as np
from skops import io as skops_io

from customer360 import ml
from customer360.ml import bgnbd, boosting, classification, fits, gamma_gamma
from customer360.ml.lifetime_value import bounds, comebacks, levels, two_part
from customer360.ml.lifetime_value import fitting as value_fit
from customer360.ml.lifetime_value import season as value_season
from customer360.ml.next_order import fitting as order_fit
from customer360.ml.next_order import silence
from customer360.ml.sales_forecast import fitting as forecast_fit
from customer360.ml.segments import choosing as segment_choice
from customer360.ml.segments import fitting as segment_fit
from customer360.ml.session_intent import fitting as session_fit
from customer360.ml.session_intent import rule as session_rule
from customer360.paths import warehouse_dir

P = ParamSpec("P")
T = TypeVar("T")

# A year of month starts makes about 250 fits; the largest takes less than 2 MB.
KEPT_COUNT = 1_000
LIBRARIES = ("numpy", "pandas", "scikit-learn", "scipy", "skops", "statsforecast")

OURS = (
    bgnbd.Parameters,
    boosting.BoostingClassifier,
    boosting.BoostingRegressor,
    bounds.Spread,
    classification.Calibration,
    classification.Champion,
    classification.Choice,
    comebacks.ComeBacks,
    forecast_fit.Fit,
    forecast_fit.LevelFit,
    gamma_gamma.Parameters,
    levels.Level,
    value_season.Wave,
    segment_choice.Choice,
    order_fit.Fit,
    segment_fit.Fit,
    segment_fit.Groups,
    session_fit.Fit,
    session_rule.Rule,
    silence.Rhythm,
    two_part.TwoPart,
    value_fit.Fit,
)
# what a file may hold besides what skops knows to be harmless
TRUSTED = [
    *(f"{kind.__module__}.{kind.__qualname__}" for kind in OURS),
    "numpy.dtype",
    "sklearn.neural_network._stochastic_optimizers.AdamOptimizer",
    "sklearn.tree._tree.Tree",
    "sklearn.utils._bunch.Bunch",
]

log = logging.getLogger(__name__)


class FitStore:
    """A folder of fits, each found by the digest of what it was made from."""

    def __init__(self, folder: Path, kept_count: int = KEPT_COUNT) -> None:
        """Use `folder`, made when the first fit is kept."""
        self.folder = folder
        self.kept_count = kept_count

    def get_or_fit(
        self, fit: Callable[P, T], /, *inputs: P.args, **named: P.kwargs
    ) -> T:
        """Return what `fit(*inputs, **named)` returns, from its file if there is one.

        Any number of threads and processes may ask at once: at worst a fit is made
        twice, and the same file is written twice.
        """
        name = f"{fit.__module__.removeprefix('customer360.ml.')}.{fit.__name__}"
        key = fits.digest([_method(), name, inputs, named])
        path = self.folder / f"{name}-{key}.skops"
        found = _read(path, key)
        if found is None:
            found = _keep(path, {"key": key, "fit": fit(*inputs, **named)})
        return found["fit"]

    def prune(self) -> None:
        """Delete all but the `kept_count` files used last.

        A file of a killed process is never used again, so it goes the same way.
        """
        with suppress(OSError):
            files = [
                (path.stat().st_mtime_ns, path)
                for path in self.folder.iterdir()
                if path.suffix in (".skops", ".unfinished")
            ]
            for _, path in sorted(files, reverse=True)[self.kept_count :]:
                path.unlink(missing_ok=True)


def open_fits() -> FitStore:
    """Return the warehouse's fits, without those that were not used for long."""
    store = FitStore(warehouse_dir() / "fits")
    store.prune()
    return store


@cache
def _method() -> str:
    """Return a digest of what makes a fit of its inputs: our code, others', the CPU.

    Libraries choose between ways to sum by what the processor can do.
    """
    folder = Path(ml.__file__).parent
    paths = sorted(folder.rglob("*.py"))
    code = [(str(path.relative_to(folder)), path.read_text()) for path in paths]
    libraries = [version(library) for library in LIBRARIES]
    simd = np.show_config(mode="dicts").get("SIMD Extensions", {})
    machine = [platform.python_version(), platform.machine(), simd.get("found")]
    return fits.digest([code, libraries, machine])


def _read(path: Path, key: str) -> dict[str, Any] | None:
    """Return what a file holds; None if it is missing, cut short or not this fit's."""
    try:
        kept = skops_io.loads(path.read_bytes(), trusted=TRUSTED)
        if kept["key"] != key:
            return None
    except FileNotFoundError:
        return None
    # a damaged file can fail in any way, and is written again
    except Exception as error:
        log.warning("%s is not used: %s", path, error)
        return None
    with suppress(OSError):
        os.utime(path)
    return kept


def _keep(path: Path, made: dict[str, Any]) -> dict[str, Any]:
    """Write a fit and return it as it will be read, so that both give the same bits."""
    unfinished = path.with_name(f"{path.stem}-{uuid4().hex}.unfinished")
    try:
        content = skops_io.dumps(made)
        made = skops_io.loads(content, trusted=TRUSTED)
        path.parent.mkdir(parents=True, exist_ok=True)
        unfinished.write_bytes(content)
        unfinished.replace(path)
    # a full disk, for one: the fit is good, whether it can be kept or not
    except Exception as error:
        log.warning("%s is not kept: %s", path, error)
        with suppress(OSError):
            unfinished.unlink(missing_ok=True)
    return made
