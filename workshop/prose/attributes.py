"""What an attribute in schema.json may hold: the `check` rules, each made into a validator.

The browser makes its validators from the same rules, so that it never builds what the server would refuse.
"""

import math
import re
from collections.abc import Callable
from typing import Any

from workshop.prose.utf16 import is_well_formed, utf16_length

Validator = Callable[[Any], None]

URL_MAX_LENGTH = 2000
# JavaScript's safe integers: a bigger number would come back from a browser as another one.
_LARGEST_INTEGER = 2**53 - 1


def validator(check: dict[str, Any], read_mark: Callable[[Any], object]) -> Validator:
    """Return a function that raises ValueError for a value the rule forbids.

    `read_mark` raises ValueError for JSON that is no mark; a suggested change of formatting keeps such JSON.
    """
    ((rule, limit),) = check.items()
    if rule == "changed_value":
        return lambda value: _require(_is_changed_value(value, limit, read_mark), value)
    allows = _RULES[rule]
    return lambda value: _require(allows(value, limit), value)


def _require(allowed: bool, value: object) -> None:
    if not allowed:
        # The value stays out of the message: it may be huge, or nested deeper than Python can print.
        raise ValueError(f"An attribute cannot be this {type(value).__name__}")


def _is_one_of(value: object, options: list[Any]) -> bool:
    # Not `value in options`: to Python, True is 1 and 2.0 is 2.
    return any(type(value) is type(option) and value == option for option in options)


def _is_integer(value: object, bounds: list[int]) -> bool:
    return type(value) is int and bounds[0] <= value <= bounds[1]


def _is_text(value: object, most: int) -> bool:
    return isinstance(value, str) and utf16_length(value) <= most and is_well_formed(value)


def _is_url(value: object, schemes: list[str]) -> bool:
    """Allow only a whole address that starts with one of the schemes.

    Browsers drop control characters and blanks before they read a scheme ("java\\tscript:"), so none may be there.
    """
    pattern = rf"(?:{'|'.join(schemes)}):[^\x00-\x20\x7f]+"
    return _is_text(value, URL_MAX_LENGTH) and re.fullmatch(pattern, str(value), re.IGNORECASE) is not None


def _is_suggestion_id(value: object, most: int) -> bool:
    return _is_integer(value, [0, _LARGEST_INTEGER]) or (_is_text(value, most) and value != "")


def _is_changed_value(value: object, most: int, read_mark: Callable[[Any], object]) -> bool:
    """Allow what an attribute or a mark was or becomes: it is put back when the suggestion is refused."""
    if isinstance(value, dict):
        read_mark(value)
        return True
    if isinstance(value, float):
        return math.isfinite(value)
    if value is None or isinstance(value, bool):
        return True
    return _is_text(value, most) or _is_integer(value, [0, _LARGEST_INTEGER])


_RULES: dict[str, Callable[[Any, Any], bool]] = {
    "one_of": _is_one_of,
    "integer": _is_integer,
    "text": _is_text,
    "url": _is_url,
    "suggestion_id": _is_suggestion_id,
}
