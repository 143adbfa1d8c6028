"""Why identifiers are one customer or not: chains of evidence, refusals, history."""

from customer360.explain.errors import ExplainError

__all__ = ["ExplainError"]
