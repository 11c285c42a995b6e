"""Which saves stand: what a later one undid or went back behind does not."""

import pytest

from workshop.works.standing import standing_saves

BROUGHT = "brought over from a draft"


@pytest.mark.parametrize(
    ("origins", "standing"),
    [
        ([], set()),
        ([None, BROUGHT, None], {2}),
        ([None, BROUGHT, "undid 2"], set()),
        ([None, BROUGHT, "undid 2", "undid 3"], {2}),
        ([None, BROUGHT, "undid 2", "undid 3", "undid 4"], set()),
        ([None, BROUGHT, BROUGHT, "undid 2"], {3}),
        ([None, BROUGHT, "restored 1"], set()),
        ([None, BROUGHT, BROUGHT, "restored 2"], {2}),
        ([None, BROUGHT, "restored 1", "restored 2"], {2}),
        ([None, BROUGHT, "restored 1", "undid 3"], {2}),
        ([None, BROUGHT, "restored 1", BROUGHT, "undid 3"], {2, 4}),
        # What did not stand is not undone a second time.
        ([None, BROUGHT, "restored 1", "undid 2"], set()),
        ([None, BROUGHT, "restored 1", "undid 2", "undid 4"], set()),
        # A backup may say anything.
        ([None, BROUGHT, "undid x", "restored ", "restored 99999999999", "restored -1"], {2}),
        # What was undone concerns no bringing over.
        ([None, BROUGHT, "undid 1", "put back 1", "imported"], {2}),
    ],
)
def test_what_stands_follows_from_how_each_save_came_about(origins: list[str | None], standing: set[int]) -> None:
    saves = list(enumerate(origins, 1))
    assert standing_saves(saves, BROUGHT) == standing
    assert standing_saves([save for save in saves if save[1]], BROUGHT) == standing
