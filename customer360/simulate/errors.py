"""The one error of the simulator."""

from customer360.errors import C360Error


class SimulateError(C360Error):
    """A simulation that cannot start as asked."""
