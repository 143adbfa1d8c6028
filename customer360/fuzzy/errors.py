"""What can go wrong when contacts are compared, said as one message."""

from customer360.errors import C360Error


class FuzzyError(C360Error):
    """Parameters of fuzzy matching cannot be learnt or written."""
