"""The writer whose saves the history benchmark keeps: what its steps make is what it says that it wrote."""

from benchmarks._writing import Writer
from workshop.prose.documents import apply_steps, document_from_text, empty_document, read_steps

BOOK = [f"The {number} evening of salt; the tide “came in” slowly. Nobody saw it; she did." for number in range(300)]


def test_steps_of_a_writer_make_the_paragraphs_that_stand_there() -> None:
    writer = Writer(7, BOOK, words_a_save=7)
    document = empty_document()
    for number, save in enumerate(writer.saves()):
        document = apply_steps(document, read_steps(save.steps)).doc
        assert [block.text_content for block in document.children] == writer.paragraphs
        if number == 60:
            return


def test_writer_goes_on_where_a_text_ends() -> None:
    writer = Writer(7, BOOK, words_a_save=7)
    document = document_from_text(writer.begin_with(500))
    save = next(writer.saves())
    document = apply_steps(document, read_steps(save.steps)).doc
    assert [block.text_content for block in document.children] == writer.paragraphs
