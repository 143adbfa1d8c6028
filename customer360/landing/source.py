"""A file to land: what kind it is, its fingerprint, and whether its text is sound."""

import codecs
import gzip
import hashlib
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, cast

from customer360.landing.errors import LandingError

CHUNK = 1 << 20
JSON_SUFFIXES = {".jsonl", ".ndjson", ".json"}
CSV_SUFFIXES = {".csv", ".tsv", ".txt"}


@dataclass(frozen=True)
class Source:
    """A readable file; `kind` is csv, json or parquet; `sha256` of its bytes."""

    path: Path
    kind: str
    sha256: str
    is_gzipped: bool

    @property
    def name(self) -> str:
        """The file's name, without folders."""
        return self.path.name

    def open(self) -> BinaryIO:
        """Open the content, unpacked."""
        return _open(self.path, self.is_gzipped)


def inspect(path: Path) -> Source:
    """Read a file once for its kind and fingerprint.

    Raises LandingError where it is absent, empty, a folder or no format of ours.
    """
    if path.is_dir():
        raise LandingError(
            f"{path} is a folder. Land a folder of <system>/<entity>/ folders with "
            "c360 land --dir, or name the files in it."
        )
    if not path.exists():
        raise LandingError(f"{path}: there is no such file.")
    if not path.is_file():
        raise LandingError(f"{path} is not a regular file; copy its content to one.")
    try:
        sha256 = fingerprint(path)
        with path.open("rb") as handle:
            head = handle.read(4)
        if not head:
            raise LandingError(f"{path} is empty: it has no bytes.")
        is_gzipped = head.startswith(b"\x1f\x8b")
        return Source(path, _kind(path, head, is_gzipped), sha256, is_gzipped)
    except PermissionError as error:
        raise LandingError(f"{path}: no permission to read it.") from error


def fingerprint(path: Path) -> str:
    """Return the sha256 of a file's bytes."""
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()


def require_unchanged(source: Source) -> None:
    """Raise if the file is not what it was when it was inspected."""
    if not source.path.exists() or fingerprint(source.path) != source.sha256:
        raise LandingError(
            f"{source.path} changed while it was read. Nothing landed; land it again "
            "when whoever writes it is done."
        )


def require_utf8(source: Source) -> None:
    """Raise if a text file is not UTF-8, naming the place and the likely encoding."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    line = 1
    try:
        for number, chunk in enumerate(_chunks(source)):
            has_mark = chunk[:2] in {b"\xff\xfe", b"\xfe\xff"}
            if number == 0 and (has_mark or b"\x00" in chunk[:4]):
                raise _not_utf8(source, "UTF-16", "")
            decoder.decode(chunk)
            line += chunk.count(b"\n")
        decoder.decode(b"", final=True)
    except UnicodeDecodeError as error:
        bad = cast("bytes", error.object)
        line += bad[: error.start].count(b"\n")
        place = f": byte 0x{bad[error.start]:02x} in line {line}"
        encoding = _likely_encoding(bad)
        raise _not_utf8(source, encoding, place) from error


def require_distinct(names: list[str], source: Source) -> None:
    """Raise if two columns have the same name; case does not tell them apart."""
    seen: dict[str, str] = {}
    for name in names:
        if name.lower() in seen:
            raise LandingError(
                f"{source.path} has two columns named {name!r} (case does not "
                "matter). Rename or remove one of them."
            )
        seen[name.lower()] = name


def _chunks(source: Source) -> Iterator[bytes]:
    try:
        with source.open() as handle:
            while chunk := handle.read(CHUNK):
                yield chunk
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        raise LandingError(
            f"{source.path} is cut off or damaged: its gzip data ends early ({error})."
        ) from error


def _kind(path: Path, head: bytes, is_gzipped: bool) -> str:
    if head == b"PAR1" or path.suffix == ".parquet":
        return "parquet"
    if head.startswith(b"PK\x03\x04"):
        raise LandingError(
            f"{path} is an Excel workbook or a zip archive. Save the sheet as CSV "
            "(UTF-8), or unpack the archive, and land that."
        )
    suffix = Path(path.name.lower().removesuffix(".gz")).suffix
    if suffix in JSON_SUFFIXES or suffix in CSV_SUFFIXES:
        return "json" if suffix in JSON_SUFFIXES else "csv"
    with _open(path, is_gzipped) as handle:
        return "json" if handle.read(CHUNK).lstrip()[:1] == b"{" else "csv"


def _open(path: Path, is_gzipped: bool) -> BinaryIO:
    return cast("BinaryIO", gzip.open(path)) if is_gzipped else path.open("rb")


def _likely_encoding(text: bytes) -> str:
    try:
        text.decode("cp1252")
    except UnicodeDecodeError:
        return "an 8-bit encoding other than Windows-1252"
    return "Windows-1252 (Latin-1)"


def _not_utf8(source: Source, encoding: str, place: str) -> LandingError:
    name = {"UTF-16": "UTF-16", "Windows-1252 (Latin-1)": "WINDOWS-1252"}
    unpacked = source.name.removesuffix(".gz")
    return LandingError(
        f"{source.path} is not UTF-8{place}. It looks like {encoding}. Convert it: "
        f"iconv -f {name.get(encoding, '<its encoding>')} -t UTF-8 {unpacked} "
        f"> utf8-{unpacked}"
    )
