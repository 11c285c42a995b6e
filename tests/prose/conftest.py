"""How long hypothesis may think."""

from hypothesis import settings

# How long an example takes says more about the machine than about the code.
settings.register_profile("prose", deadline=None)
settings.load_profile("prose")
