"""How much room the disk has, asked before a large file is written."""

import shutil
from pathlib import Path

#: Left for the database and everything else on the machine.
ROOM_LEFT_BYTES = 500_000_000


def has_room(folder: Path, size: int) -> bool:
    """Whether so many bytes fit there, and enough is left for saves to go on."""
    return shutil.disk_usage(folder).free - size >= ROOM_LEFT_BYTES
