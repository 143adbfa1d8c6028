"""Contracts come from the dbt source YAML and nowhere else."""

from pathlib import Path

import pytest

from customer360.landing import LandingError, contract_of, read_contracts

pytestmark = pytest.mark.unit


def test_every_known_with_names_an_entity_and_one_of_its_own_columns() -> None:
    contracts = read_contracts()
    lines = [contract for contract in contracts.values() if contract.known_with]

    assert {line.entity for line in lines} == {
        "crm/order_lines",
        "pos/transaction_lines",
    }
    for line in lines:
        header, column = line.known_with
        assert column in line.column_names
        assert contracts[header].key in contracts[header].column_names


def test_every_key_is_required_and_every_time_is_a_time() -> None:
    for contract in read_contracts().values():
        assert contract.column(contract.key).is_required
        for name in contract.event_at:
            assert contract.column(name).data_type in {"timestamp", "date"}


def test_a_column_carries_what_its_yaml_says() -> None:
    contract = read_contracts()["web/events"]
    platform = contract.column("platform")

    assert platform.is_required
    assert platform.accepted_values == ("web", "ios", "android")
    assert contract.column("email").is_pii
    assert contract.column("email").identifier == "email"
    assert contract.column("value_amount").sql_type == "DECIMAL(18,4)"
    assert read_contracts()["marketing/ad_spend"].column("clicks").between == (0, None)


def test_every_number_has_values_that_make_sense() -> None:
    numbers = {
        f"{contract.entity}.{column.name}": column.between
        for contract in read_contracts().values()
        for column in contract.columns
        if column.data_type in {"decimal", "double", "integer"}
    }
    assert [name for name, between in numbers.items() if between is None] == []
    assert len(numbers) > 20


def test_an_unknown_entity_suggests_the_close_ones() -> None:
    with pytest.raises(LandingError, match="Did you mean pos/transactions"):
        contract_of("pos/transaction", read_contracts())
    with pytest.raises(LandingError, match=r"Did you mean crm/contacts\?"):
        contract_of("contacts", read_contracts())
    with pytest.raises(LandingError, match=r"Known entities: catalog/products, "):
        contract_of("zzz", read_contracts())


def test_a_contract_edited_while_running_is_read_again(tmp_path: Path) -> None:
    path = tmp_path / "models" / "staging" / "x" / "_x__sources.yml"
    path.parent.mkdir(parents=True)
    text = """
sources:
  - name: x
    tables:
      - name: things
        config: {meta: {kind: event, key: thing_id}}
        columns: [{name: thing_id, data_type: string}]
"""
    path.write_text(text)
    assert read_contracts(tmp_path)["x/things"].column_names == ("thing_id",)

    path.write_text(text.replace("]", ", {name: made_on, data_type: date}]"))
    assert "made_on" in read_contracts(tmp_path)["x/things"].column_names


def test_a_contract_of_an_unknown_type_names_the_file(tmp_path: Path) -> None:
    path = tmp_path / "models" / "staging" / "x" / "_x__sources.yml"
    path.parent.mkdir(parents=True)
    path.write_text(
        "sources: [{name: x, tables: [{name: y, config: {meta: {kind: event, key: k}},"
        " columns: [{name: k, data_type: money}]}]}]"
    )
    with pytest.raises(LandingError, match=r"_x__sources.yml.*money"):
        read_contracts(tmp_path)
