"""How much an author wants to hear: the levels of the findings. Pure.

LanguageTool is asked the same for every level, and what it said is kept once: a level only chooses from it.
"""

from enum import StrEnum


class Level(StrEnum):
    """From the quietest to the loudest; each has all that the one before it has."""

    #: What is wrong wherever it stands.
    ESSENTIAL = "essential"
    #: What is probably wrong too, and the style that an editor would mark.
    THOROUGH = "thorough"
    #: All that is not plainly noise in a story.
    EVERYTHING = "everything"

    def hears(self, needed: "Level") -> bool:
        """Whether what needs that level is said at this one."""
        order = list(Level)
        return order.index(needed) <= order.index(self)
