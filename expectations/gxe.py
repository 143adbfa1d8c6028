"""`great_expectations.expectations`, imported at first use: it takes ten seconds.

Naming the suites, which publishing and Dagster do, needs none of it.
"""

from typing import Any


def __getattr__(name: str) -> Any:
    """Return an expectation class by its name."""
    from great_expectations import expectations  # noqa: PLC0415

    return getattr(expectations, name)
