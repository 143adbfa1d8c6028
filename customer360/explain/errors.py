"""What can be wrong with the question why."""

from customer360.errors import C360Error


class ExplainError(C360Error):
    """Nothing is known by what was typed, or the build has no identity tables yet."""
