"""How fast weights move while a network learns."""

import math


def half_wave(step: int, steps: int) -> float:
    """Return the share of the learning rate at a step: from the whole down along half a wave, never quite to nothing."""
    return 0.5 * (1 + math.cos(math.pi * min(1.0, step / steps))) + 0.005
