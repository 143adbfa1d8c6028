"""One build from the command line: Dagster's job as a process, told in a few lines."""

from customer360.build.errors import BuildError
from customer360.build.job import Order

__all__ = ["BuildError", "Order"]
