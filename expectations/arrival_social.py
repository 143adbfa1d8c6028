"""What arrives from social networks."""

from expectations.arriving import Arrival, suite_of

ENGAGEMENTS = Arrival(
    "social/engagements",
    identified=0.99,
    kinds={"network": ()},
    # posts go viral
    least_volume=0.1,
    most_volume=20,
)

SUITES = (suite_of(ENGAGEMENTS),)
