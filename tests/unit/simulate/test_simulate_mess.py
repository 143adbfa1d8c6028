"""The mess: as much of it as stated, and a world without any when all rates are 0."""

from dataclasses import fields, replace

import pytest

from customer360.landing import read_contracts
from customer360.paths import ROOT
from customer360.simulate import Rates, Settings

pytestmark = pytest.mark.unit

CONTRACTS = read_contracts()


@pytest.fixture(scope="module")
def tidy(tmp_path_factory, new_retailer):
    """A retailer without mess, but with refunds, so that all entities are there."""
    rates = Rates(**{field.name: 0.0 for field in fields(Rates)})
    return new_retailer(
        tmp_path_factory.mktemp("tidy"),
        Settings(300, 100, rates=replace(rates, returned_order=0.5)),
    )


def sharers(retailer, types):
    """Share of people with an identifier of these types that is not theirs alone."""
    return retailer.number(f"""
        select count(distinct person_id) filter (is_shared) / count(distinct person_id)
        from [identifiers] where identifier_type in ({types})
    """)


def test_people_share_contact_details_as_stated(plain):
    rates = plain.settings.rates
    stated = rates.shared_contact_details + 2 * rates.recycled_phone
    assert sharers(plain, "'email', 'phone'") == pytest.approx(stated, abs=0.025)


def test_contacts_are_doubled_as_stated(plain):
    people = plain.ask("""
        select count(*) as contacts from [identifiers]
        where identifier_type = 'contact_id' group by person_id
    """)
    assert (people.contacts == 2).mean() == pytest.approx(0.05, abs=0.025)


def test_records_are_late_as_stated(plain):
    late = plain.number("""
        select avg(cast(synced_at > event_at + interval 1 day as int)) from {web/events}
    """)
    copies = plain.settings.rates.duplicate_record
    # a late record is late by a share of 30 days, drawn squared: 82 % by over a day
    stated = 0.82 * plain.settings.rates.late_record + copies / 2
    assert late == pytest.approx(stated, rel=0.15)


def test_records_are_doubled_and_disputed_as_stated(plain):
    row = plain.ask("""
        select count(*) as rows, count(distinct event_id) as events,
            (select count(*) from (select distinct * exclude (synced_at)
            from {web/events} where event_at is not null)) as contents
        from {web/events} where event_at is not null
    """).iloc[0]
    rates = plain.settings.rates
    assert (row.rows - row.events) / row.events == pytest.approx(
        rates.duplicate_record + rates.disputed_record, rel=0.1
    )
    assert (row.contents - row.events) / row.events == pytest.approx(
        rates.disputed_record, rel=0.3
    )


def test_receipts_of_one_day_and_their_lines_come_a_week_late(plain):
    days = plain.ask("""
        select cast(transacted_at as date) as day, min(synced_at - transacted_at) as lag
        from {pos/transactions} where transacted_at is not null group by day
    """)
    late = days[days.lag.dt.days >= 6]
    assert len(late) == 1
    (day,) = late.day.dt.date
    lag = plain.number(f"""
        select min(date_diff('day', transacted_at, lines.synced_at))
        from {{pos/transaction_lines}} as lines
        inner join {{pos/transactions}} using (transaction_id)
        where cast(transacted_at as date) = date '{day}'
    """)
    assert lag >= 6


def test_optional_values_are_missing_in_every_system(plain):
    """Each of these says something of every other record."""
    for entity, column in [
        ("web/events", "country"),
        ("pos/transactions", "register_id"),
        ("crm/orders", "tax_amount"),
        ("crm/contacts", "city"),
        ("crm/support_tickets", "category"),
        ("crm/campaign_contacts", "variant"),
        ("catalog/products", "brand"),
        ("iot/devices", "model"),
    ]:
        share = plain.number(
            f"select avg(cast({column} is null as int)) from {{{entity}}}"
        )
        assert share == pytest.approx(plain.settings.rates.missing_value, rel=0.5), (
            entity
        )


def test_versions_of_a_state_arrive_in_their_order(plain):
    overtaken = plain.number("""
        select count(*) from (
            select status_changed_at < lag(status_changed_at) over (
                partition by order_id order by synced_at, status_changed_at
            ) as is_back
            from {crm/orders} where ordered_at is not null
        ) where is_back
    """)
    assert overtaken == 0


def test_kiosks_tablets_and_tills_use_what_belongs_to_nobody(plain):
    users = plain.ask("""
        select anonymous_id, count(distinct person_id) as users
        from {web/events} as seen
        inner join [identifiers] as owned
            on owned.identifier_value = coalesce(seen.user_id, lower(trim(seen.email)))
        where not is_shared and person_id is not null
        group by anonymous_id order by users desc
    """)
    owners = plain.ask("""
        select identifier_value, person_id from [identifiers] where is_shared
        and identifier_type = 'anonymous_id'
    """)
    commons = set(owners[owners.person_id.isna()].identifier_value)
    assert users.users[1] > 30
    assert set(users.anonymous_id[users.users > 1]) == commons
    assert len(commons) == 2


@pytest.fixture(scope="module")
def careless(tmp_path_factory, new_retailer):
    """A retailer with much of what is rare."""
    rates = Rates(
        second_account=0.3,
        replaced_card=0.3,
        duplicate_contact=0.4,
        nickname_contact=0.5,
        default_birth_date=0.4,
    )
    return new_retailer(
        tmp_path_factory.mktemp("careless"), Settings(500, 200, 1, rates=rates)
    )


@pytest.mark.parametrize("kind", ["user_id", "loyalty_id"])
def test_accounts_and_cards_are_two_as_stated(careless, kind):
    held = careless.ask(f"""
        select count(*) as held from [identifiers]
        where identifier_type = '{kind}' group by person_id
    """)
    # some had theirs too late for another, or did nothing with it
    assert 0.15 < (held.held == 2).mean() < 0.32
    assert held.held.max() == 2


def test_a_new_card_is_its_contacts_and_the_old_one_is_used_no_more(careless):
    cards = careless.ask("""
        select contact_id, loyalty_id, min(updated_at) as since
        from {crm/contacts} where loyalty_id is not null group by 1, 2
        qualify count(*) over (partition by contact_id) = 2
    """)
    last = cards.sort_values("since").groupby("contact_id").tail(1)
    old = cards.drop(last.index).merge(last, on="contact_id", suffixes=("", "_new"))
    assert len(old) > 30
    used = careless.ask("""
        select loyalty_id, max(transacted_at) as used
        from {pos/transactions} where loyalty_id is not null group by all
    """)
    both = old.merge(used, on="loyalty_id")
    assert len(both) > 10
    assert (both.used <= both.since_new).all()


def test_nicknames_and_default_birth_dates_are_as_stated(careless):
    names = careless.ask("""
        select count(distinct seen.contact_id) as contacts,
            count(distinct seen.first_name) as names
        from {crm/contacts} as seen
        inner join [identifiers] as owned
            on owned.identifier_value = seen.contact_id
        group by owned.person_id
    """)
    doubled = names[names.contacts == 2]
    assert (doubled.names == 2).mean() == pytest.approx(0.5, abs=0.1)
    assert (names[names.contacts == 1].names == 1).all()
    default = careless.number("""
        select avg(cast(strftime(birth_date, '%Y-%m-%d')
            in ('1900-01-01', '1970-01-01') as int))
        from (select contact_id, any_value(birth_date) as birth_date
            from {crm/contacts} group by all)
    """)
    assert default == pytest.approx(0.4, abs=0.15)


def test_without_rates_nothing_is_shared_doubled_late_or_spoiled(tidy):
    assert tidy.number("select count(*) from [identifiers] where is_shared") == 3
    for entity, contract in CONTRACTS.items():
        row = tidy.ask(f"""
            select count(*) as rows, count({contract.key}) as named,
                count(distinct ({contract.key}, synced_at)) as versions
            from {{{entity}}}
        """).iloc[0]
        assert row.rows == row.named == row.versions, entity
    late = "select max(date_diff('minute', event_at, synced_at)) from {web/events}"
    assert tidy.number(late) < 10


@pytest.mark.parametrize("rate", fields(Rates), ids=lambda field: field.name)
def test_every_rate_is_documented_with_its_default(rate):
    page = (ROOT / "docs" / "simulator.md").read_text(encoding="utf-8")
    assert f"| `{rate.name}` | {rate.default} |" in page
