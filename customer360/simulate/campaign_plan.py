"""The campaigns of a retailer: when, over which channel, to whom, to what effect."""

import datetime as dt
from dataclasses import dataclass

import numpy as np

from customer360.simulate.settings import DAY, FUTURE_DAYS, Settings
from customer360.simulate.streams import Floats, Ints, stream

CHANNELS = ("email", "sms", "push", "mail")
CHANNEL_SHARES = np.array([0.55, 0.2, 0.15, 0.1])
THEMES = (
    "spring",
    "weekend",
    "bonus",
    "new_in",
    "clearance",
    "members",
    "holiday",
    "thanks",
)
VARIANTS = ("a", "b")
EVERY_DAYS = 13
SEND_HOUR = 9
# extra orders per contact of a living person of middling price sensitivity
EFFECT = (0.009, 0.035)
TARGET = (0.3, 0.5)
CONTROL = (0.1, 0.2)


@dataclass(frozen=True)
class Campaigns:
    """Campaigns by number; times in seconds after the start, shares in [0, 1]."""

    names: tuple[str, ...]
    channel: Ints
    sent_at: Ints
    effect: Floats
    target_share: Floats
    control_share: Floats

    def __len__(self) -> int:
        return len(self.names)


def campaigns(settings: Settings) -> Campaigns:
    """Return the campaigns of a seed, those after the end too: `future` has them."""
    rng = stream(settings.seed, "campaigns")
    days = np.arange(7, settings.days + FUTURE_DAYS, EVERY_DAYS)
    days = days + rng.integers(0, 5, len(days))
    channel = rng.choice(len(CHANNELS), len(days), p=CHANNEL_SHARES)
    themes = rng.integers(len(THEMES), size=len(days))
    names = tuple(
        f"{settings.start + dt.timedelta(int(day))}_{CHANNELS[kind]}_{THEMES[theme]}"
        for day, kind, theme in zip(days, channel, themes, strict=True)
    )
    return Campaigns(
        names,
        channel,
        days * DAY + SEND_HOUR * 3600,
        rng.uniform(*EFFECT, len(days)),
        rng.uniform(*TARGET, len(days)),
        rng.uniform(*CONTROL, len(days)),
    )
