"""Text counted in UTF-16 units, as ProseMirror, the browser and LanguageTool count it; Python counts code points."""


def utf16_length(text: str) -> int:
    """Return how many UTF-16 units the text takes: an emoji takes two."""
    if text.isascii():
        return len(text)
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def utf16_slice(text: str, start: int, end: int | None = None) -> str:
    """Return the text between two UTF-16 offsets; raises ValueError when one of them cuts a surrogate pair in half."""
    if text.isascii():
        return text[start:end]
    units = text.encode("utf-16-le", "surrogatepass")
    return units[2 * start : None if end is None else 2 * end].decode("utf-16-le")


def is_well_formed(text: str) -> bool:
    """Tell whether the text has no lone surrogate, which no file, database or other program could hold."""
    if text.isascii():
        return True
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True
