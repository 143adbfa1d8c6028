"""Where files come from: the inboxes of landing.yml, or <system>/<entity>/ folders."""

import datetime as dt
import glob
import os
from dataclasses import replace
from pathlib import Path
from typing import Any

import yaml

from customer360.landing.batch import Result, land_requests
from customer360.landing.contracts import contract_of, read_contracts
from customer360.landing.errors import LandingError
from customer360.landing.job import Request
from customer360.paths import landing_config

CONFIG = landing_config()
KEYS = {"glob", "entity", "map", "known_at", "max_bad_share"}


def land_inboxes(
    config: Path = CONFIG, *, landing: Path, now: dt.datetime
) -> list[Result]:
    """Land every new file of the inboxes of a landing.yml; see `land_requests`."""
    return land_requests(inbox_requests(config), landing=landing, now=now)


def land_folder(
    folder: Path, *, landing: Path, now: dt.datetime, known_at: str = "auto"
) -> list[Result]:
    """Land every new file of a folder of <system>/<entity>/; see `land_requests`."""
    requests = folder_requests(folder, Request("", folder, known_at=known_at))
    return land_requests(requests, landing=landing, now=now)


def inbox_requests(config: Path = CONFIG) -> list[Request]:
    """Return a request for each file that matches an inbox of a landing.yml.

    An inbox is {glob, entity, map?, known_at?, max_bad_share?}; relative globs and
    maps are relative to the folder of the landing.yml. Raises LandingError where it
    is not that.
    """
    contracts = read_contracts()
    requests = []
    for number, inbox in enumerate(_read(config), start=1):
        where = f"{config}: inbox {number}"
        request = _request(inbox, config.parent, where)
        try:
            contract_of(request.entity, contracts)
        except LandingError as error:
            raise LandingError(f"{where}: {error}") from error
        pattern = os.path.join(config.parent, str(inbox["glob"]))  # noqa: PTH118
        for name in sorted(glob.glob(pattern, recursive=True)):  # noqa: PTH207
            if Path(name).is_file():
                requests.append(replace(request, file=Path(name)))
    return requests


def folder_requests(folder: Path, defaults: Request) -> list[Request]:
    """Return a request for each file under `folder`/<system>/<entity>/.

    Hidden files and those that begin with an underscore are passed over. Raises
    LandingError where a folder has files and no contract.
    """
    if not folder.is_dir():
        raise LandingError(f"{folder}: there is no such folder.")
    contracts = read_contracts()
    requests = []
    for entity_folder in sorted(path for path in folder.glob("*/*") if path.is_dir()):
        if entity_folder.parent.name.startswith(("_", ".")):
            continue
        files = sorted(path for path in entity_folder.rglob("*") if _is_data(path))
        entity = entity_folder.relative_to(folder).as_posix()
        if files:
            contract_of(entity, contracts)
        requests += [replace(defaults, entity=entity, file=file) for file in files]
    return requests


def _is_data(path: Path) -> bool:
    return path.is_file() and not path.name.startswith(("_", "."))


def _read(config: Path) -> list[Any]:
    try:
        content = yaml.safe_load(config.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise LandingError(f"{config}: there is no such list of inboxes.") from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise LandingError(
            f"{config} is not valid YAML: {' '.join(str(error).split())}."
        ) from error
    if not isinstance(content, list | None):
        raise LandingError(f"{config} must be a list of inboxes: - glob, entity, …")
    return content or []


def _request(inbox: Any, folder: Path, where: str) -> Request:
    if not isinstance(inbox, dict) or not {"glob", "entity"} <= set(inbox):
        raise LandingError(f"{where} needs a glob and an entity.")
    if unknown := sorted(set(inbox) - KEYS):
        raise LandingError(
            f"{where} has {unknown[0]!r}; an inbox has {', '.join(sorted(KEYS))}."
        )
    share = inbox.get("max_bad_share", Request.max_bad_share)
    if not isinstance(share, int | float) or not 0 <= share <= 1:
        raise LandingError(f"{where}: max_bad_share is a share from 0 to 1.")
    return Request(
        entity=str(inbox["entity"]),
        file=folder,
        mapping=folder / inbox["map"] if inbox.get("map") else None,
        known_at=str(inbox.get("known_at", Request.known_at)),
        max_bad_share=float(share),
    )
