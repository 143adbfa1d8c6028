"""What is said once: a number with a name stands in one place."""

import pytest

from customer360.ml.metrics import ERRORS
from customer360.paths import ROOT

pytestmark = pytest.mark.unit


def test_how_many_standard_errors_hold_95_percent_is_said_once():
    rounded = f"{ERRORS:.2f}"
    places = [
        file.relative_to(ROOT).as_posix()
        for folder in ("customer360", "orchestration", "expectations", "benchmarks")
        for file in sorted((ROOT / folder).rglob("*.py"))
        if f" {rounded}" in file.read_text() or f" {ERRORS}" in file.read_text()
    ]
    assert places == ["customer360/ml/metrics.py"]
