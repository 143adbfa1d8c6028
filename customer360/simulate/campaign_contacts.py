"""Campaign contacts as the CRM tells them: sent, then opened, clicked, unsubscribed."""

import numpy as np

from customer360.simulate.campaigns import EMAIL, PUSH
from customer360.simulate.frame import MISSING, Frame
from customer360.simulate.holdings import Holdings
from customer360.simulate.tables import AT, PERSON, Table, versions
from customer360.simulate.world import Chunk

REACTIONS = ("bounced_at", "opened_at", "clicked_at", "unsubscribed_at")


def campaign_contacts(chunk: Chunk, holdings: Holdings, drawn: Frame) -> Table:
    """Return crm/campaign_contacts: a version for each thing that became known.

    `drawn` is the frame of `campaigns.contacts`; a reaction is blank before its time.
    """
    rng = chunk.rng("campaign contacts")
    drawn = drawn.take(drawn["at"] < chunk.end)
    person, channel, size = drawn["person"], drawn["channel"], len(drawn)
    by_mail = np.isin(channel, (EMAIL, PUSH))
    contact = holdings.contact_used_at(person, drawn["at"], rng.random(size))
    base = Frame(
        {
            "campaign_contact_id": chunk.keys(size),
            "sent_at": drawn["at"],
            "campaign": drawn["campaign"],
            "channel": channel,
            "variant": drawn["variant"],
            "is_control": drawn["is_control"],
            "contact_id": contact,
            "email": np.where(by_mail, holdings.email[person], -1),
            "phone": np.where(channel == 1, holdings.phone[person], -1),
            PERSON: person,
        }
    )
    missing = np.full(size, MISSING)
    frames = [_version(base, drawn, drawn["at"], missing == MISSING)]
    for reaction in REACTIONS:
        at = drawn[reaction]
        frames.append(_version(base, drawn, at, at != MISSING))
    return versions("crm/campaign_contacts", frames)


def _version(base: Frame, drawn: Frame, at: np.ndarray, happens: np.ndarray) -> Frame:
    """Return the state at a time: what had happened by then."""
    reactions = {
        name: np.where(drawn[name] <= at, drawn[name], MISSING) for name in REACTIONS
    }
    return base.plus(**reactions, **{AT: at}).take(happens)
