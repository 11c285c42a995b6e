"""What lies where in a backup file, how it is written down, and how large it may be. docs/backup.md tells it to people.

A backup is a zip: manifest.json, members of JSON Lines, and a readable page for each chapter. Pure.
"""

import json
import re
import unicodedata
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from tomllib import loads
from typing import Any

#: Raised whenever an older Galley could not read the file any more.
FORMAT = 1
MANIFEST = "manifest.json"
README = "README.txt"
PEOPLE = "people.jsonl"
LEXICONS = "lexicons.jsonl"
WORKS = "works.jsonl"
SUFFIX = ".galley.zip"

#: A file on the page, a shelf of a hundred long works; any file; and what it unpacks to, which is mostly steps.
UPLOAD_BYTES_MAX = 250_000_000
FILE_BYTES_MAX = 2 * 1024 * 1024 * 1024
UNPACKED_BYTES_MAX = 4 * 1024 * 1024 * 1024
#: Fewer than the 65,535 from which a zip counts them in another way.
MEMBERS_MAX = 60_000
#: What a zip's list of members takes for each, at most: 46 bytes, the name, and an extra field.
LISTED_BYTES_MAX = 200
MANIFEST_BYTES_MAX = 16 * 1024 * 1024
#: One line is at most one save, which came in one request.
LINE_BYTES_MAX = 16 * 1024 * 1024

PEOPLE_MAX = 20_000
WORKS_MAX = 5_000
CHAPTERS_MAX = 2_000
THREADS_MAX = 50_000
COMMENTS_MAX = 2_000
READINGS_MAX = 50_000
DECISIONS_MAX = 100_000
LEXICONS_MAX = 2_000
SAVES_MAX = 1_000_000

README_TEXT = """\
A backup of Galley, a writing workshop.

Nobody needs Galley to read it: every chapter's newest text is a page in works/…/read/, which any browser opens.

The rest is for Galley, which restores it with every version, comment and note: "Restore from a file" on the shelf,
or python3 app.py restore FILE. It is JSON, one object a line; manifest.json has the SHA-256 of each file.
docs/backup.md in Galley's folder says what each field means.
"""


def chapters_name(work_id: int) -> str:
    return f"works/{work_id}/chapters.jsonl"


def saves_name(work_id: int, document_id: int) -> str:
    return f"works/{work_id}/saves/{document_id}.jsonl"


def threads_name(work_id: int) -> str:
    return f"works/{work_id}/threads.jsonl"


def decisions_name(work_id: int) -> str:
    return f"works/{work_id}/decisions.jsonl"


def page_name(work_id: int, number: int, title: str) -> str:
    return f"works/{work_id}/read/{number:03}-{plain_name(title)}.html"


#: Every member that a backup can have.
KNOWN_NAME = re.compile(
    r"README\.txt|(people|lexicons|works)\.jsonl"
    r"|works/\d{1,10}/((chapters|threads|decisions)\.jsonl|saves/\d{1,10}\.jsonl|read/\d{3,6}-[a-z0-9-]{1,60}\.html)",
    re.ASCII,
)


def plain_name(title: str) -> str:
    """Return the title in letters that every file system takes; "untitled" where none are left."""
    ascii_only = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", ascii_only)[:60].strip("-") or "untitled"


def file_name(title: str, moment: datetime) -> str:
    return f"{plain_name(title)}-{moment:%Y%m%d-%H%M}{SUFFIX}"


def as_line(row: dict[str, Any]) -> bytes:
    return json.dumps(row, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def as_moment(moment: datetime | None) -> str | None:
    return moment.astimezone(UTC).isoformat() if moment else None


@cache
def galley_version() -> str:
    project = Path(__file__).resolve().parents[2] / "pyproject.toml"
    return loads(project.read_text("utf-8"))["project"]["version"]
