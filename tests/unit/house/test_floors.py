"""Every Python module stands on a floor, so that import-linter looks at it."""

import re
import tomllib
from pathlib import Path

import pytest

from customer360.paths import ROOT

pytestmark = pytest.mark.unit

PACKAGE = ROOT / "customer360"


def linted_modules() -> set[str]:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text())
    layers = settings["tool"]["importlinter"]["contracts"][0]["layers"]
    return {name for layer in layers for name in re.findall(r"[\w.]+", layer)}


def modules_of(package: Path) -> set[str]:
    children = [*package.glob("*.py"), *package.glob("*/__init__.py")]
    names = {child.relative_to(package).parts[0] for child in children}
    return {f"{package.name}.{name.removesuffix('.py')}" for name in names}


def test_every_module_of_the_package_stands_on_a_floor():
    assert modules_of(PACKAGE) - {"customer360.__init__"} <= linted_modules()


def test_a_module_that_stands_on_no_floor_is_seen(tmp_path):
    package = tmp_path / "customer360"
    (package / "attic").mkdir(parents=True)
    (package / "attic" / "__init__.py").touch()
    (package / "cellar.py").touch()
    assert modules_of(package) == {"customer360.attic", "customer360.cellar"}
    assert not modules_of(package) & linted_modules()
