"""One person's 360, from any identifier: who, scores with reasons, what they did."""

from customer360.customer.errors import CustomerError

__all__ = ["CustomerError"]
