"""Blocks that move: one step carries them, and its map alone tells that the words are the same ones. Pure."""

from dataclasses import dataclass

from prosemirror.model import Fragment, Slice
from prosemirror.transform import ReplaceAroundStep, StepMap


@dataclass(frozen=True)
class Move:
    """What lay between two positions lies `by` further on, or further back, after the step."""

    start: int
    end: int
    by: int


def move_step(start: int, blocks: Fragment, to: int) -> ReplaceAroundStep:
    """Return the step that carries whole blocks, which start at a position, to another between blocks beside them.

    It keeps what lies between, takes the blocks out at one side of that and puts them in at the other.
    """
    end, content = start + blocks.size, Slice(blocks, 0, 0)
    if to < start:
        return ReplaceAroundStep(to, end, to, start, content, blocks.size)
    return ReplaceAroundStep(start, to, end, to, content, 0)


def find_move(step_map: StepMap) -> Move | None:
    """Return the move that a step was by its map, None for any other.

    No other step of ours takes out at one place as much as it puts in at another, with nothing else done at either.
    """
    match step_map.ranges:
        case [start, size, 0, put, 0, put_size] if size == put_size:
            return Move(start, start + size, put - size - start)
        case [put, 0, put_size, start, size, 0] if size == put_size:
            return Move(start, start + size, put - start)
    return None
