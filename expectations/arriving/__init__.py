"""What every entity that arrives is asked, from its contract and a few lines on it."""

from expectations.arriving.arrival import Arrival
from expectations.arriving.suite import suite_of

__all__ = ["Arrival", "suite_of"]
