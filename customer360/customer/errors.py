"""What can be wrong with the question for one customer."""

from customer360.errors import C360Error


class CustomerError(C360Error):
    """Nobody can be told from what was typed, or nothing has been published."""
