"""Every rate of the mess moves the share it names, from none to as much as said."""

from collections.abc import Callable
from dataclasses import dataclass, field, fields, replace
from typing import Any

import pytest

from customer360.simulate import Rates, Settings

pytestmark = pytest.mark.unit

CUSTOMERS = 600
NONE = Rates(**{rate.name: 0.0 for rate in fields(Rates)})


@dataclass(frozen=True)
class Share:
    """How a share is measured, and which part of the rate of 0.3 it is.

    part: 1 where the query counts just what the rate is of; else the comment says why.
    days: more of them for what takes its time. needs: rates of what could have it.
    """

    query: str
    part: float = 1.0
    days: int = 120
    set_to: float = 0.3
    needs: dict[str, float] = field(default_factory=dict)


def people_sharing(kinds: str) -> str:
    """People with an identifier that is not theirs alone."""
    return f"""
        select count(distinct person_id) filter (is_shared) / count(distinct person_id)
        from [identifiers] where identifier_type in ({kinds})
    """


def people_with_two(kind: str) -> str:
    """People with more than one identifier of a type, of those who have one."""
    return f"""
        select avg(cast(held > 1 as int)) from (
            select count(distinct identifier_value) as held from [identifiers]
            where identifier_type = '{kind}' and person_id is not null
            group by person_id
        )
    """


# people with an account, and the cookies of each
ACCOUNT_HOLDERS = """
    select person_id from [identifiers] where identifier_type = 'user_id'
"""
THEIR_COOKIES = f"""
    select identifier_value from [identifiers]
    where identifier_type = 'anonymous_id' and person_id in ({ACCOUNT_HOLDERS})
"""
NOBODYS = "select identifier_value from [identifiers] where person_id is null"
EVENTS_ON_NOBODYS_COOKIE = f"""
    select avg(cast(anonymous_id in ({NOBODYS}) as int)) from {{web/events}}
"""
EVENTS_SENT_AGAIN = "select count(*) / count(distinct event_id) - 1 from {web/events}"

SHARES = {
    "shared_contact_details": Share(people_sharing("'email', 'phone'")),
    # both who pays and whose card it is
    "shared_payment_token": Share(people_sharing("'payment_token'"), part=1.8),
    # of people who pay by card often enough to use both
    "second_payment_token": Share(
        """
        select avg(cast(cards > 1 as int)) from (
            select count(distinct payment_token) as cards
            from {pos/transactions} inner join [records]
                on record_id = transaction_id
            where payment_token is not null group by person_id
            having count(*) >= 6
        )
        """,
        days=400,
    ),
    # second addresses alone begin with "work."
    "second_email": Share(
        """
        select avg(cast(is_second as int)) from (
            select bool_or(lower(receipt_email) like 'work.%') as is_second
            from {pos/transactions} inner join [records]
                on record_id = transaction_id
            where receipt_email is not null group by person_id
        )
        """,
        days=400,
        needs={"second_email_typed": 1.0},
    ),
    "second_email_typed": Share(
        """
        select avg(cast(lower(receipt_email) like 'work.%' as int))
        from {pos/transactions} where receipt_email is not null
        """,
        days=400,
        needs={"second_email": 1.0},
    ),
    # few have left by then, whose numbers could be given away
    "recycled_phone": Share(people_sharing("'phone'"), part=0.4),
    "email_typo": Share(
        """
        select avg(cast(lower(trim(receipt_email)) not in (
            select lower(trim(email)) from {crm/contacts} where email is not null
        ) as int))
        from {pos/transactions}
        inner join [records] on record_id = transaction_id
        where receipt_email is not null and person_id in (
            select person_id from [identifiers] where identifier_type = 'contact_id'
        )
        """
    ),
    "duplicate_contact": Share(people_with_two("contact_id")),
    "keyless_contact": Share(people_with_two("contact_id")),
    "mistyped_name": Share(
        """
        select avg(cast(names > 1 as int)) from (
            select count(distinct (first_name, last_name)) as names
            from {crm/contacts} as contacts
            inner join [identifiers] on identifier_value = contact_id
            group by person_id having count(distinct contact_id) = 2
        )
        """,
        days=400,
        needs={"keyless_contact": 1.0},
    ),
    # some made theirs too late to make another
    "second_account": Share(people_with_two("user_id"), part=0.75),
    "replaced_card": Share(people_with_two("loyalty_id")),
    "nickname_contact": Share(
        """
        select avg(cast(names > 1 as int)) from (
            select count(distinct first_name) as names
            from {crm/contacts} as contacts
            inner join [identifiers] on identifier_value = contact_id
            group by person_id having count(distinct contact_id) = 2
        )
        """,
        needs={"duplicate_contact": 0.5},
    ),
    "default_birth_date": Share(
        """
        select avg(cast(coalesce(birth_date in ('1900-01-01', '1970-01-01'), false)
            as int)) from {crm/contacts}
        """
    ),
    # of people who come often enough to use both
    "second_browser": Share(
        """
        select avg(cast(cookies > 1 as int)) from (
            select count(distinct anonymous_id) as cookies
            from {web/events} inner join [identifiers]
                on identifier_value = anonymous_id
            where platform = 'web' group by person_id
            having count(distinct cast(event_at as date)) >= 10
        )
        """,
        days=400,
    ),
    # a machine a platform; seen only when it is used before and after
    "second_cookie": Share(
        """
        select avg(cast(cookies > 1 as int)) from (
            select count(distinct anonymous_id) as cookies
            from {web/events} inner join [identifiers]
                on identifier_value = anonymous_id
            group by person_id, platform
        )
        """,
        part=0.43,
        days=400,
    ),
    "login_never": Share(
        f"""
        select avg(cast(logins = 0 as int)) from (
            select count(user_id) as logins from {{web/events}}
            where platform = 'web' and anonymous_id in ({THEIR_COOKIES})
            group by anonymous_id having not bool_or(event_name = 'purchase')
        )
        """,
        needs={"second_browser": 1.0},
    ),
    # some weeks of the months there are; who orders has logged in
    "login_late": Share(
        f"""
        select avg(cast(user_id is null as int)) from {{web/events}}
        where anonymous_id in ({THEIR_COOKIES})
        """,
        part=0.24,
    ),
    "guest_order": Share(
        f"""
        select avg(cast(user_id is null as int))
        from {{crm/orders}} inner join [records] on record_id = order_id
        where channel = 'web' and person_id in ({ACCOUNT_HOLDERS})
        """
    ),
    "cash_sale": Share(
        """
        select avg(cast(
            coalesce(loyalty_id, payment_token, receipt_email, receipt_phone) is null
            as int)) from {pos/transactions} where not is_return
        """
    ),
    "default_receipt_email": Share(
        f"""
        select avg(cast(coalesce(lower(trim(receipt_email)) in ({NOBODYS}), false)
            as int)) from {{pos/transactions}}
        """
    ),
    # visits there are short, and end without an order
    "kiosk_session": Share(EVENTS_ON_NOBODYS_COOKIE, part=0.75),
    "tablet_session": Share(EVENTS_ON_NOBODYS_COOKIE, part=0.75),
    "bot_event": Share(
        """
        select count(*) filter (person_id is null) / count(person_id)
        from [records] where entity = 'events'
        """
    ),
    "test_account": Share(
        """
        select count(*) filter (person_id is null)
            / (select count(*) from [people]) from [identifiers]
        where identifier_type = 'user_id'
        """
    ),
    # within 300 days, and of those who gave a street
    "contact_change": Share(
        """
        select avg(cast(streets > 1 as int)) from (
            select count(distinct street) as streets from {crm/contacts}
            group by contact_id
        )
        """,
        part=0.45,
        days=400,
    ),
    "deleted_contact": Share(
        """
        select avg(cast(is_gone as int)) from (
            select bool_or(is_deleted) as is_gone from {crm/contacts}
            group by contact_id
        )
        """,
        days=400,
    ),
    "product_change": Share(
        """
        select avg(cast(prices > 1 as int)) from (
            select count(distinct price_amount) as prices from {catalog/products}
            group by product_id
        )
        """
    ),
    "ad_spend_correction": Share(
        """
        select avg(cast(costs > 1 as int)) from (
            select count(distinct cost_amount) as costs from {marketing/ad_spend}
            group by spend_id
        )
        """
    ),
    "foreign_currency": Share(
        "select avg(cast(currency <> 'USD' as int)) from {pos/transactions}"
    ),
    "cancelled_order": Share(
        """
        select count(*) filter (is_cancelled) / count(*) filter (not is_cancelled)
        from (
            select bool_or(status = 'cancelled') as is_cancelled from {crm/orders}
            group by order_id
        )
        """
    ),
    # half are given back in part, and keep their status
    "returned_order": Share(
        """
        select avg(cast(is_returned as int)) from (
            select bool_or(status = 'returned') as is_returned from {crm/orders}
            group by order_id
        )
        """,
        part=0.45,
    ),
    "duplicate_record": Share(EVENTS_SENT_AGAIN),
    "disputed_record": Share(EVENTS_SENT_AGAIN),
    # by up to 30 days, drawn squared, and none after the end
    "late_record": Share(
        """
        select avg(cast(synced_at > event_at + interval 1 day as int))
        from {web/events}
        """,
        part=0.75,
    ),
    "missing_value": Share(
        "select avg(cast(country is null as int)) from {web/events}"
    ),
    "spoiled_record": Share(
        """
        select count(*) filter (event_id is null or event_at is null
            or event_name is null or platform is null) / count(distinct event_id)
        from {web/events}
        """
    ),
    # one day's receipts, all of them
    "week_late_file": Share(
        """
        select max(late) from (
            select avg(cast(synced_at > transacted_at + interval 6 days as int)) as late
            from {pos/transactions} group by cast(transacted_at as date)
        )
        """,
        set_to=1.0,
    ),
}


@pytest.fixture(scope="module")
def measured(tmp_path_factory: Any, new_retailer: Any) -> Callable[..., float]:
    """Measure a share in a retailer with only these rates."""
    made: dict[Any, Any] = {}

    def measure(share: Share, **rates: float) -> float:
        key = share.days, *sorted(rates.items())
        if key not in made:
            settings = Settings(CUSTOMERS, share.days, 1, rates=replace(NONE, **rates))
            made[key] = new_retailer(tmp_path_factory.mktemp("rates"), settings)
        return made[key].number(share.query)

    return measure


@pytest.mark.parametrize("name", [rate.name for rate in fields(Rates)])
def test_a_rate_moves_the_share_that_it_names(
    measured: Callable[..., float], name: str
) -> None:
    share = SHARES[name]
    without = measured(share, **share.needs)
    found = measured(share, **share.needs, **{name: share.set_to})
    # some have it anyway, for another reason
    moved = (found - without) / (1 - without)
    assert moved == pytest.approx(share.part * share.set_to, rel=0.25)
