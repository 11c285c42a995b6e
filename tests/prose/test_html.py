"""A document as HTML: what the schema says and nothing else, and the way from a page back to positions."""

from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from markupsafe import Markup
from prosemirror.model import Node

from tests.prose.makers import br, bullets, doc, h, image, li, mark, numbers, p, quote, rule, t
from tests.prose.random_documents import MARKS
from tests.prose.strategies import documents
from workshop.prose.html import document_to_html, document_to_page
from workshop.prose.plain import plain_text
from workshop.prose.schema import SPEC

LINK = mark("link", href="https://example.org/?a=1&b=2")
XSS = '<script>alert(1)</script>" onerror="x'


@pytest.mark.parametrize(
    ("document", "html"),
    [
        (doc(""), "<p></p>"),
        (doc('5 < 6 & "7" \'til'), '<p>5 &lt; 6 &amp; "7" \'til</p>'),
        (doc(p("One", br(), "two", align="center")), '<p class="align-center">One<br>two</p>'),
        (doc(h("T", level=3, align="right"), rule()), '<h3 class="align-right">T</h3><hr class="scene-break">'),
        (
            doc(quote("a", bullets("b", li("c", numbers("d", start=4))))),
            '<blockquote><p>a</p><ul><li><p>b</p></li><li><p>c</p><ol start="4"><li><p>d</p></li></ol></li></ul></blockquote>',
        ),
        (
            doc(p(t("a", "em"), t("b", "em", "strong"), t("c", "strong"))),
            "<p><em>a<strong>b</strong></em><strong>c</strong></p>",
        ),
        (
            doc(p(t("x", LINK), t("y", LINK, "em"))),
            '<p><a href="https://example.org/?a=1&amp;b=2" rel="noopener noreferrer nofollow">x<em>y</em></a></p>',
        ),
        (
            doc(p(t("私", mark("ruby", text="わたし")), " am")),
            "<p><ruby>私<rp>(</rp><rt>わたし</rt><rp>)</rp></ruby> am</p>",
        ),
        (
            doc(p(image(src="https://example.org/a.png", alt='a "cat"'))),
            '<p><img src="https://example.org/a.png" alt="a &quot;cat&quot;" loading="lazy" referrerpolicy="no-referrer"></p>',
        ),
        (
            doc(p(t("in", mark("insertion", id=1)), t("out", mark("deletion", id="a")))),
            '<p><ins data-id="1">in</ins><del data-id="&quot;a&quot;">out</del></p>',
        ),
        (
            doc(p("new").mark([mark("insertion", id=7)])),
            '<ins data-id="7"><p>new</p></ins>',
        ),
        (
            doc(p("x").mark([mark("modification", id=1, type="attr", attrName="align", newValue="center")])),
            (
                '<div data-id="1" data-mod-type="attr" data-mod-attr="align" data-mod-prev-val="null"'
                ' data-mod-new-val="&quot;center&quot;" data-type="modification"><p>x</p></div>'
            ),
        ),
        (doc("a\x00b\x08c\x85d\te"), "<p>abcd\te</p>"),
    ],
)
def test_a_document_is_written_as_its_schema_says(document, html):
    assert document_to_html(document) == html


def test_html_is_safe_to_put_into_a_page():
    assert isinstance(document_to_html(doc("x")), Markup)


@pytest.mark.parametrize(
    "document",
    [
        doc(XSS),
        doc(p(t(XSS, mark("ruby", text=XSS)))),
        doc(p(image(alt=XSS))),
        doc(p(t("x", mark("insertion", id=XSS)))),
        doc(p(t("x", mark("link", href=f"https://example.org/{XSS}")))),
        doc(p(t("x", mark("modification", id=1, type="attr", newValue=XSS)))),
    ],
)
def test_nothing_of_the_author_becomes_markup(document):
    tags = _Tags(document)
    assert "script" not in tags.opened
    assert "onerror" not in tags.attributes


@settings(max_examples=300)
@given(documents())
def test_html_is_well_nested_and_names_only_what_the_schema_names(document):
    tags = _Tags(document)
    assert not tags.open
    assert tags.opened <= _schema_tags()


def test_every_mark_and_node_has_its_html():
    content = [t(f"{number}", each) for number, each in enumerate(MARKS)]
    opened = _Tags(doc(p(*content), h("x"), quote("x"), rule(), bullets("x"), numbers("x"), p(br(), image()))).opened
    assert opened >= set("em strong u sup sub a ruby ins del span h2 blockquote hr ol ul".split())


class _Tags(HTMLParser):
    """The tags and attributes of a document's HTML; `open` is left empty when each was closed in its order."""

    def __init__(self, document: Node) -> None:
        super().__init__()
        self.open: list[str] = []
        self.opened: set[str] = set()
        self.attributes: set[str] = set()
        self.feed(str(document_to_html(document)))
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.opened.add(tag)
        self.attributes |= {name for name, _ in attrs}
        if tag not in {"br", "hr", "img"}:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def _schema_tags() -> set[str]:
    specs = [each["html"] for each in (*SPEC["nodes"].values(), *SPEC["marks"].values()) if "html" in each]
    tags = {spec[key] for spec in specs for key in ("tag", "block_tag") if key in spec} - {"h{level}"}
    return tags | {"rp", "rt"} | {f"h{level}" for level in range(1, 7)}


def test_a_page_says_where_each_block_of_text_starts():
    document = doc("ab", quote("x", bullets("b", li("c"))), rule(), p("d").mark([mark("insertion", id=7)]))
    assert document_to_page(document) == (
        '<p data-pos="1">ab</p><blockquote><p data-pos="6">x</p><ul><li><p data-pos="11">b</p></li>'
        '<li><p data-pos="16">c</p></li></ul></blockquote><hr class="scene-break">'
        '<ins data-id="7"><p data-pos="23">d</p></ins>'
    )


def test_a_page_shows_an_image_as_a_link_that_counts_as_one():
    document = doc(p("a", image(src='https://example.org/a.png?b&c"d', alt='the "map"'), image()))
    assert document_to_page(document) == (
        '<p data-pos="1">a<a class="image-link" data-leaf href="https://example.org/a.png?b&amp;c&quot;d" '
        'rel="noopener noreferrer nofollow">Image: the "map"</a><a class="image-link" data-leaf '
        'href="https://example.org/a.png" rel="noopener noreferrer nofollow">Image</a></p>'
    )


class Places(HTMLParser):
    """Reads a page as its script does: where each block of text starts, and how many units it holds."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[list[int]] = []
        self.skipped = 0

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if "data-pos" in given:
            self.blocks.append([int(given["data-pos"]), 0])
        elif tag == "br" or "data-leaf" in given:
            self.blocks[-1][1] += 1
        if tag in ("rt", "rp") or "data-leaf" in given:
            self.skipped += 1
            self.leaf = tag

    def handle_endtag(self, tag):
        if self.skipped and tag == self.leaf:
            self.skipped -= 1

    def handle_data(self, text):
        if not self.skipped and self.blocks:
            self.blocks[-1][1] += len(text.encode("utf-16-le")) // 2


@given(documents())
@settings(deadline=None)
def test_every_place_on_a_page_is_a_position_in_the_document(document):
    places = Places()
    places.feed(document_to_page(document))
    places.close()
    wanted = [[block.position, len(block.text.encode("utf-16-le")) // 2] for block in plain_text(document).paragraphs]
    assert places.blocks == wanted


def test_signs_that_html_cannot_hold_keep_their_place_on_a_page():
    assert document_to_page(doc("a\x00b\r\nc")) == '<p data-pos="1">a\u200bb\u200b\nc</p>'
