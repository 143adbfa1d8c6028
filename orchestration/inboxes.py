"""The inboxes of landing.yml as assets: one an entity, under its dbt source's key."""

import datetime as dt
from pathlib import Path

import dagster as dg
import yaml

from customer360.landing import Contract, read_contracts
from customer360.landing.batch import Result, land_requests
from customer360.landing.inboxes import CONFIG, inbox_requests
from customer360.paths import landing_dir
from orchestration.said_plainly import said_plainly


def inbox_entities(config: Path = CONFIG) -> list[str]:
    """Return the entities that have an inbox; several inboxes of one are one entity."""
    if not config.is_file():
        return []
    inbox_requests(config)  # says what is wrong with the file, if anything
    inboxes = yaml.safe_load(config.read_text(encoding="utf-8")) or []
    return sorted({inbox["entity"] for inbox in inboxes})


def landing_assets(config: Path = CONFIG) -> list[dg.AssetsDefinition]:
    """Return an asset for each entity with an inbox; lines wait for their header."""
    contracts = read_contracts()
    entities = inbox_entities(config)
    return [_landing_asset(contracts[entity], entities, config) for entity in entities]


def _landing_asset(
    contract: Contract, entities: list[str], config: Path
) -> dg.AssetsDefinition:
    entity = contract.entity
    header = contract.known_with[0] if contract.known_with else None

    @dg.asset(
        key=entity.split("/"),
        deps=[dg.AssetKey(header.split("/"))] if header in entities else [],
        group_name="landing",
        kinds={"parquet"},
        op_tags={"entity": entity},
        description=f"New files of the inboxes of {entity}, checked and landed.",
    )
    def land() -> dg.MaterializeResult:
        with said_plainly():
            requests = [
                request
                for request in inbox_requests(config)
                if request.entity == entity
            ]
            results = land_requests(
                requests,
                landing=landing_dir(),
                # the one time stamp that is the wall clock's: when it landed
                now=dt.datetime.now(dt.UTC),
            )
        return _landed(results)

    return land


def _landed(results: list[Result]) -> dg.MaterializeResult:
    """Return what landed; a file that did not fails the run, after all were tried."""
    errors = [result.error for result in results if result.error]
    if errors:
        raise dg.Failure("\n".join(errors), allow_retries=False)
    new = [
        result.landed.entry
        for result in results
        if result.landed and result.landed.is_new
    ]
    return dg.MaterializeResult(
        metadata={
            "files in the inboxes": len(results),
            "new files": len(new),
            "new rows": sum(entry.row_count for entry in new),
            "quarantined rows": sum(entry.quarantined_count for entry in new),
        }
    )
