"""Documents grown at random from a seed: a thousand take less time than hypothesis needs to draw twenty node by node."""

from random import Random

from prosemirror.model import Mark, Node

from tests.prose.makers import br, bullets, doc, h, image, li, mark, numbers, p, quote, rule, t

WORDS = [
    "Sakura",
    "too",
    "to",
    "ever",
    "the",
    "—",
    "…",
    "naïve",
    "cafe\u0301",
    "😀",
    "👩‍🚀",
    "私",
    "I've",
    "baa-chan",
    ".",
    "\t",
]
MARKS = [
    mark("em"),
    mark("strong"),
    mark("underline"),
    mark("sup"),
    mark("sub"),
    mark("link", href="https://example.org/"),
    mark("ruby", text="かな"),
    mark("insertion", id=1),
    mark("deletion", id="a"),
    mark("modification", id=2, type="mark", previousValue=None, newValue={"type": "em"}),
    mark("modification", id=3, type="attr", attrName="align", newValue="center"),
]
BLOCK_MARKS = MARKS[-4:]
ALIGNS = [None, None, None, "center", "right"]


def random_document(random: Random, blocks: int = 5) -> Node:
    return doc(*(random_block(random) for _ in range(random.randint(1, blocks))))


def random_block(random: Random, depth: int = 0) -> Node:
    kind = random.randrange(12 if depth < 2 else 9)
    if kind < 7:
        block = p(*random_inline(random), align=random.choice(ALIGNS))
    elif kind == 7:
        block = h(*random_inline(random), level=random.randint(1, 6))
    elif kind == 8:
        block = rule()
    elif kind == 9:
        block = quote(*(random_block(random, depth + 1) for _ in range(random.randint(1, 3))))
    else:
        items = [random_item(random, depth + 1) for _ in range(random.randint(1, 3))]
        block = bullets(*items) if kind == 10 else numbers(*items, start=random.randint(0, 9))
    return block if random.randrange(10) else block.mark([random.choice(BLOCK_MARKS)])


def random_item(random: Random, depth: int) -> Node:
    rest = [random_block(random, depth)] if not random.randrange(4) else []
    return li(p(*random_inline(random)), *rest)


def random_inline(random: Random) -> list[Node]:
    return [random_inline_node(random) for _ in range(random.randrange(5))]


def random_inline_node(random: Random) -> Node:
    kind = random.randrange(10)
    if kind == 0:
        return br()
    if kind == 1:
        return image(alt=random.choice(["", "a cat"]))
    return t(random_text(random), *random_marks(random))


def random_text(random: Random) -> str:
    return random.choice(["", " "]) + " ".join(random.choices(WORDS, k=random.randint(1, 6)))


def random_marks(random: Random) -> list[Mark]:
    marks: list[Mark] = []
    for _ in range(random.choice([0, 0, 0, 1, 1, 2])):
        marks = random.choice(MARKS).add_to_set(marks)
    return marks
