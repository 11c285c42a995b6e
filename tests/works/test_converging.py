"""The protocol of saving under everything that a connection can do to it, in hundreds of random histories.

Clients type and exchange steps as static/js/desk/sync.js does. Their requests and the answers are delayed, lost, doubled and
overtaken; clients are cut off and loaded anew; the server dies between a save and its commit. In the end all are equal.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from itertools import count
from random import Random

import pytest
from prosemirror.model import Node, Slice
from prosemirror.transform import AddMarkStep, ReplaceStep, Step

from tests.makers import NOW, author_of, make_text
from tests.prose.makers import doc, mark, p
from workshop.db import db
from workshop.prose.documents import apply_steps, empty_document, read_document, read_steps
from workshop.prose.rebasing import rebase_steps
from workshop.works.models import Document
from workshop.works.saving import Behind, Saved, document_node, save_steps, steps_since

SEEDS = range(120)
CLIENTS = 3
TURNS = 60
#: No letter of these stands in the opening words, and each is typed once.
FIRST_LETTER = 0x4E00
OPENING = ("It rained.", "He came home late.")
#: In the end, with every message delivered, a few exchanges each are enough.
ROUNDS_OF_CALM = 200

pytestmark = pytest.mark.usefixtures("session")


@dataclass(frozen=True)
class Request:
    version: int
    steps: list[dict]
    client: str


@dataclass
class Client:
    """An editor: what the server is known to have, and the own steps that it may not have yet."""

    name: str
    kept: Node
    version: int
    unsent: list[Step] = field(default_factory=list)
    #: Of a tab that is gone only the outbox is left, which somebody else sends.
    is_gone: bool = False
    asks: int = 0

    @property
    def shown(self) -> Node:
        return apply_steps(self.kept, self.unsent).doc if self.unsent else self.kept

    def request(self, random: Random) -> Request:
        batch = self.unsent[: random.randint(1, 5)]
        self.asks += 1
        return Request(self.version, [step.to_json() for step in batch], self.name)

    def hear(self, request: Request, answer: Saved | Behind) -> None:
        if isinstance(answer, Saved):
            self.receive(request.steps, [self.name] * len(request.steps))
        else:
            self.receive(answer.steps, answer.clients)

    def receive(self, steps: list[dict], clients: list[str]) -> None:
        """Take over steps since the own version. The own ones come first: they were made for that version."""
        own = next((at for at, client in enumerate(clients) if client != self.name), len(clients))
        self.version += len(steps)
        read = read_steps(steps)
        if own:
            self.kept = apply_steps(self.kept, self.unsent[:own]).doc
            self.unsent = self.unsent[own:]
        if others := read[own:]:
            self.unsent = rebase_steps(self.kept, self.unsent, others)
            self.kept = apply_steps(self.kept, others).doc


class World:
    """A document, its clients, and the requests and answers that are on their way between them."""

    def __init__(self, seed: int, only_types: bool) -> None:
        self.random = Random(seed)
        self.only_types = only_types
        text = make_text(*OPENING)
        db.session.commit()
        self.document_id = text.id
        self.person_id = author_of(text.chapter.work).id
        self.numbers = count()
        self.letters = (chr(code) for code in count(FIRST_LETTER))
        self.typed = ""
        self.clients = [self.opened() for _ in range(CLIENTS)]
        #: Requests on their way to the server, each with the exchange that it belongs to.
        self.on_the_way: list[tuple[Client, int, Request]] = []
        #: Answers on their way back.
        self.coming_back: list[tuple[Client, int, Request, Saved | Behind]] = []

    @property
    def document(self) -> Document:
        return db.session.get_one(Document, self.document_id)

    def opened(self) -> Client:
        return Client(f"client-{next(self.numbers)}", document_node(self.document), self.document.version)

    def turn(self) -> None:
        act = self.random.choices(
            (self.type, self.ask, self.arrive, self.answer, self.lose, self.double, self.die, self.reload, self.fetch),
            (8, 6, 8, 8, 2, 2, 1, 1, 2),
        )[0]
        act()

    def any_client(self) -> Client:
        return self.random.choice(self.clients)

    def type(self) -> None:
        client = self.any_client()
        if client.is_gone:
            return
        step = self.typing(client.shown) if self.only_types else self.edit(client.shown)
        client.unsent.append(step)

    def typing(self, shown: Node) -> Step:
        word = "".join(next(self.letters) for _ in range(self.random.randint(1, 3)))
        self.typed += word
        at = self.random.choice(places(shown))
        return ReplaceStep(at, at, Slice(doc(word).first_child.content, 0, 0))

    def edit(self, shown: Node) -> Step:
        """Type, split a paragraph, delete across paragraphs, or make italic."""
        start, end = sorted(self.random.choice(places(shown)) for _ in range(2))
        kind = self.random.randrange(6)
        if kind == 0:
            return ReplaceStep(start, start, Slice(doc(p(), p()).content, 1, 1))
        if kind == 1 and start < end:
            end = min(end, start + 6)
            if end in places(shown):
                return ReplaceStep(start, end, Slice.empty)
        if kind == 2 and start < end and shown.resolve(start).parent is shown.resolve(end).parent:
            return AddMarkStep(start, end, mark("em"))
        return self.typing(shown)

    def ask(self) -> None:
        """Send; what an earlier exchange of this client still brings is not listened to any more."""
        client = self.any_client()
        if client.unsent:
            request = client.request(self.random)
            self.on_the_way.append((client, client.asks, request))

    def arrive(self) -> None:
        """Any of the requests reaches the server, not the oldest first."""
        if not self.on_the_way:
            return
        client, exchange, request = self.on_the_way.pop(self.random.randrange(len(self.on_the_way)))
        answer = save_steps(self.document, request.version, request.steps, request.client, self.person_id, NOW)
        db.session.commit()
        self.coming_back.append((client, exchange, request, answer))

    def answer(self) -> None:
        if not self.coming_back:
            return
        client, exchange, request, answer = self.coming_back.pop(self.random.randrange(len(self.coming_back)))
        if exchange == client.asks:
            client.asks += 1
            client.hear(request, answer)

    def lose(self) -> None:
        lossy = self.random.choice((self.on_the_way, self.coming_back))
        if lossy:
            lossy.pop(self.random.randrange(len(lossy)))

    def double(self) -> None:
        if self.on_the_way:
            self.on_the_way.append(self.random.choice(self.on_the_way))

    def die(self) -> None:
        """The server dies after it has applied a request and before it commits, with all that is on its way."""
        if self.on_the_way:
            _, _, request = self.random.choice(self.on_the_way)
            save_steps(self.document, request.version, request.steps, request.client, self.person_id, NOW)
        db.session.rollback()
        db.session.remove()
        self.on_the_way.clear()
        self.coming_back.clear()

    def reload(self) -> None:
        """A tab is loaded anew: its outbox stays, sent in its name by the new one, which begins at the newest state."""
        client = self.any_client()
        if not client.is_gone:
            client.is_gone = True
            self.clients.append(self.opened())

    def fetch(self) -> None:
        """A client without steps of its own hears that there are newer ones."""
        client = self.any_client()
        if not client.unsent:
            behind = steps_since(self.document, client.version)
            client.asks += 1
            client.receive(behind.steps, behind.clients)

    def calm_down(self) -> None:
        """Deliver everything until nobody has anything to send or to hear."""
        for _ in range(ROUNDS_OF_CALM):
            for client in self.clients:
                if client.unsent:
                    self.on_the_way = [(client, client.asks + 1, client.request(self.random))]
                    self.arrive()
                    self.coming_back = self.coming_back[-1:]
                    self.answer()
            for client in self.clients:
                behind = steps_since(self.document, client.version)
                client.receive(behind.steps, behind.clients)
            if not any(client.unsent for client in self.clients):
                return
        raise AssertionError("It never came to rest")


def places(shown: Node) -> list[int]:
    """Return every position at which one can type; all blocks are paragraphs."""
    found: list[int] = []
    start = 1
    for block in shown.children:
        found += range(start, start + block.content.size + 1)
        start += block.node_size
    return found


def letters_in(node: Node) -> Counter[str]:
    return Counter(letter for letter in node.text_content if letter >= chr(FIRST_LETTER))


@pytest.mark.parametrize("only_types", [True, False], ids=["typing", "every kind of edit"])
@pytest.mark.parametrize("first", range(0, len(SEEDS), 30))
def test_random_histories_end_equal(first: int, only_types: bool) -> None:
    for seed in SEEDS[first : first + 30]:
        world = World(seed, only_types)
        for _ in range(TURNS):
            world.turn()
        world.calm_down()

        stored = document_node(world.document)
        assert all(client.kept.eq(stored) for client in world.clients), f"seed {seed}"
        replayed = apply_steps(empty_document(), read_steps(steps_since(world.document, 0).steps)).doc
        assert replayed.eq(stored), f"seed {seed}"
        assert read_document(stored.to_json()).eq(stored)
        if only_types:
            assert letters_in(stored) == Counter(world.typed), f"seed {seed}"
