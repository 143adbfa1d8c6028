"""An omnichannel retailer whose truth is known."""

from customer360.simulate.errors import SimulateError
from customer360.simulate.rates import Rates
from customer360.simulate.run import Simulated, simulate
from customer360.simulate.settings import Settings

__all__ = ["Rates", "Settings", "SimulateError", "Simulated", "simulate"]
