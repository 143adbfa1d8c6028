"""Every model of `customer360/ml`, found, and the frames that their functions take."""

import inspect
import pkgutil
from importlib import import_module
from types import ModuleType

import pandas as pd

from customer360 import ml
from customer360.ml.fits import ANEW, Fits

Frames = dict[str, pd.DataFrame]

# its features and labels are of sessions, and its own test has them
OTHERWISE_TESTED = {"session_intent"}
NO_FRAME = {"settings", "fits"}


def every_model() -> list[ModuleType]:
    """Return the modules of `customer360/ml` that score something."""
    found = {module.name for module in pkgutil.iter_modules(ml.__path__)}
    names = sorted(found - OTHERWISE_TESTED)
    modules = [import_module(f"{ml.__name__}.{name}") for name in names]
    return [module for module in modules if hasattr(module, "score")]


def frames_of(model: ModuleType) -> set[str]:
    """Return the names of the frames that a model scores from."""
    return set(inspect.signature(model.score).parameters) - NO_FRAME


def score(
    model: ModuleType, frames: Frames, settings: object = None, fits: Fits = ANEW
) -> pd.DataFrame:
    """Return the scores of a model on those of the frames that it takes."""
    wanted = {name: frames[name] for name in frames_of(model)}
    return model.score(**wanted, settings=settings, fits=fits)
