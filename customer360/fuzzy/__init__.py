"""Contacts that share no identifier: how to compare them, and learning what it says.

Builds need only the seed that is written here; Splink learns it, and only then.
"""

from customer360.fuzzy.errors import FuzzyError

__all__ = ["FuzzyError"]
