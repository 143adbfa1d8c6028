"""The truth: whose each record and identifier is, and what was to be expected."""

import re

import numpy as np
import pandas as pd
import pytest

from customer360.landing import read_contracts
from customer360.simulate import Settings, campaigns, holdings, orders, people, truth
from customer360.simulate.chunk import together
from customer360.simulate.identifiers import Registry
from customer360.simulate.world import Chunk, make_world

pytestmark = pytest.mark.unit

CONTRACTS = read_contracts()
GLOBAL = {"catalog/products", "pos/stores", "marketing/ad_spend"}
FORMS = {
    "email": r"[a-z0-9._]+@[a-z.]+",
    "phone": r"(1[2-9]\d{9}|447\d{9}|4915\d{9})",
    "social_handle": r"(instagram|tiktok|x|facebook):[a-z_0-9]+",
}
WORLDS = ["plain", "shifted"]


def normalised(identifier_type, value):
    """Say a value as staging does; see macros/normalized_*.sql."""
    if identifier_type == "email":
        return value.strip().lower()
    if identifier_type == "phone":
        digits = re.sub(r"\D", "", value)
        return digits if value.startswith("+") else "1" + digits
    return value


@pytest.fixture(scope="module", params=WORLDS)
def world(request, retailer):
    return retailer(request.param)


def test_identifiers_are_written_as_staging_compares_them(world):
    known = world.ask("select * from [identifiers]")
    for kind, form in FORMS.items():
        values = known.identifier_value[known.identifier_type == kind]
        assert len(values) and values.str.fullmatch(form).all()


@pytest.mark.parametrize("entity", sorted(CONTRACTS.keys() - GLOBAL))
def test_every_identifier_that_arrives_is_known_to_the_truth(plain, entity):
    known = plain.ask("select identifier_type, identifier_value from [identifiers]")
    known = set(known.itertuples(index=False, name=None))
    for column in CONTRACTS[entity].columns:
        if not column.identifier:
            continue
        network = "network || ':' || " if entity.startswith("social") else ""
        values = plain.ask(f"""
            select distinct {network}ltrim({column.name}, '@') as value
            from {{{entity}}} where {column.name} is not null
        """)["value"]
        kind = column.identifier
        assert {(kind, normalised(kind, value)) for value in values} <= known


@pytest.mark.parametrize("entity", sorted(CONTRACTS.keys() - GLOBAL))
def test_every_record_is_known_to_the_truth_once(plain, entity):
    system, name = entity.split("/")
    key = CONTRACTS[entity].key
    row = plain.ask(f"""
        with arrived as (select distinct {key} as record_id from {{{entity}}}),
        told as (
            select * from [records] where system = '{system}' and entity = '{name}'
        )
        select (select count(*) from arrived) as arrived, (select count(*) from told)
            as told, (select count(*) from arrived inner join told using (record_id))
            as both
    """).iloc[0]
    assert row.arrived == row.told == row.both > 0


def test_a_record_shows_identifiers_of_its_person_alone_unless_shared(plain):
    strangers = plain.number("""
        select count(*) from {crm/orders} as orders
        inner join [records] as records on orders.order_id = records.record_id
        inner join [identifiers] as identifiers
            on identifier_value = orders.user_id and identifier_type = 'user_id'
        where identifiers.person_id <> records.person_id
    """)
    assert strangers == 0


def test_what_a_contact_ties_together_is_one_evidence_group(plain):
    groups = plain.ask("""
        with owned as (
            select identifier_type, identifier_value, evidence_group_id
            from [identifiers] where not is_shared and person_id is not null
        )
        select contact_id, count(*) as ties, count(distinct evidence_group_id) as groups
        from {crm/contacts} as contacts
        inner join owned on identifier_value in (contact_id, user_id, loyalty_id)
        where created_at is not null group by contact_id
    """)
    assert (groups.ties > 1).sum() > 500
    assert (groups.groups == 1).all()


def test_an_evidence_group_is_of_one_person_and_has_nothing_shared(world):
    groups = world.ask("""
        select count(distinct person_id) as people, bool_or(is_shared) as is_shared
        from [identifiers] where evidence_group_id is not null
        group by evidence_group_id
    """)
    assert (groups.people == 1).all() and not groups.is_shared.any()


def test_all_archetypes_are_there_and_first_orders_inside_the_window(world):
    everyone = world.ask("select * from [people]")
    assert everyone.archetype.value_counts(normalize=True).min() > 0.04
    assert len(everyone.archetype.unique()) == 6
    end = pd.Timestamp(world.settings.start) + pd.Timedelta(days=world.settings.days)
    assert (everyone.first_active_at < end).all()
    assert everyone.dropped_out_at.notna().mean() > 0.2


def test_texts_are_there_with_what_they_mean(plain):
    for entity, key, text in [
        ("crm/support_messages", "message_id", "message_text"),
        ("catalog/reviews", "review_id", "review_text"),
        ("social/engagements", "engagement_id", "message_text"),
    ]:
        name = entity.split("/")[1]
        said = plain.ask(f"""
            select texts.* from {{{entity}}} as said
            inner join [texts] as texts
                on texts.record_id = said.{key} and texts.entity = '{name}'
            where said.{text} is not null
        """)
        assert set(said.sentiment) == {-1, 0, 1}
        assert said[["topic", "intent"]].notna().all(axis=None)
        told, arrived = plain.ask(f"""
            select
                (select count(*) from [texts] where entity = '{name}'),
                count(distinct texts.record_id)
            from [texts] as texts
            inner join [records] as records
                on records.record_id = texts.record_id
                and records.entity = texts.entity
            where texts.entity = '{name}'
        """).iloc[0]
        assert told == arrived > 0


@pytest.mark.parametrize("name", WORLDS)
def test_what_was_to_be_expected_comes_true_on_average(name):
    chunk = Chunk(make_world(Settings(4_000, 300, 2, name)), 0)
    everyone = people.draw(chunk)
    drawn, lives = orders.orders(chunk, everyone)
    held = holdings.draw(chunk, everyone, lives.dropped_out_at, Registry())
    extra = campaigns.contacts(chunk, everyone, held, lives).extra_orders
    future = truth.future(chunk, everyone, together(drawn, extra)).to_pandas()
    for _, rows in future.groupby("horizon_days"):
        error = rows.order_count.std() / np.sqrt(len(rows))
        mean = rows.bayes_order_count.mean()
        assert rows.order_count.mean() == pytest.approx(mean, abs=2.5 * error)
        tenth = pd.qcut(rows.bayes_order_probability.rank(method="first"), 10)
        ordered = (rows.order_count > 0).groupby(tenth, observed=True).mean()
        said = rows.bayes_order_probability.groupby(tenth, observed=True).mean()
        error = np.sqrt(said * (1 - said) / (len(rows) / 10))
        assert ((ordered - said).abs() < 3.5 * error + 0.005).all()


def test_a_campaign_adds_the_orders_it_is_said_to_add():
    chunk = Chunk(make_world(Settings(10_000, 400, 2)), 0)
    everyone = people.draw(chunk)
    _, lives = orders.orders(chunk, everyone)
    held = holdings.draw(chunk, everyone, lives.dropped_out_at, Registry())
    drawn = campaigns.contacts(chunk, everyone, held, lives)
    frame = drawn.frame.take(drawn.frame["at"] < chunk.end)
    control = frame["is_control"].mean()
    assert 0.1 < control < 0.2
    effect = drawn.effects[0].sum() / drawn.effects[2].sum()
    caused = (
        drawn.extra_orders["campaign"]
        < chunk.world.campaigns.sent_at.searchsorted(chunk.end)
    ).sum()
    assert caused / (len(frame) * (1 - control)) == pytest.approx(effect, rel=0.15)
