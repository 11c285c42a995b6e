"""The timeline of a chapter and of a work, and playback, over HTTP."""

import re
from html import unescape

import pytest
from flask import Flask

from tests.history.scene import HTMX, Scene
from tests.makers import NOW, author_of, make_author, make_chapter, minutes, text_of, type_words, write
from workshop.beta.readings import note_reading
from workshop.beta.service import open_thread, reply, resolve
from workshop.db import db
from workshop.history.queries import MARKS_A_PAGE, SITTINGS_A_PAGE
from workshop.history.service import name_version
from workshop.works.models import Chapter, Document, Membership, Role
from workshop.works.sealing import seal_document


def test_timeline_shows_the_sittings_newest_first(scene: Scene) -> None:
    page = scene.author.get(f"/chapters/{scene.chapter}/history").text
    found = re.findall(r'<h2 class="sitting-when"><time datetime="2026-03-12T([\d:]{5}):00\+00:00"', page)
    assert found == ["17:23", "15:03", "14:03"]
    assert "Sent &lt;b&gt;" in page
    assert "Nobody else" not in page


def test_timeline_with_notes_shows_what_became_of_each_part(scene: Scene) -> None:
    page = scene.author.get(f"/chapters/{scene.chapter}/history?with=notes").text
    assert "Private note" in page
    assert f"/documents/{scene.note}/compare" in page


def test_timeline_of_an_empty_chapter_says_what_will_stand_there(app: Flask, scene: Scene) -> None:
    with app.app_context():
        empty = make_chapter(work=db.session.get(Chapter, scene.chapter).work).id
        db.session.commit()
    assert "Nothing written yet" in scene.author.get(f"/chapters/{empty}/history").text


def test_older_sittings_come_as_rows_until_there_are_none(app: Flask, scene: Scene) -> None:
    with app.app_context():
        text = db.session.get(Document, scene.text)
        for number in range(SITTINGS_A_PAGE):
            type_words(text, " more", now=minutes(300 + 60 * number))
        db.session.commit()
    page = scene.author.get(f"/chapters/{scene.chapter}/history").text
    older = unescape(re.search(r'hx-get="([^"]*older_than[^"]*)"', page)[1])
    rows = scene.author.get(older, headers=HTMX).text
    assert rows.count('class="sitting"') == 3
    assert "<html" not in rows
    assert "older_than" not in rows
    assert scene.author.get(older).text.count("<html") == 1


@pytest.mark.parametrize("path", ["/chapters/{0.chapter}/history", "/works/{0.work}/history"])
def test_sitting_says_how_many_versions_its_list_shows(app: Flask, scene: Scene, path: str) -> None:
    with app.app_context():
        text = db.session.get(Document, scene.text)
        numbers = [type_words(text, " on", now=minutes(at)).version for at in (300.7, 300.8, 301.1, 301.9, 302, 304)]
        name_version(text, numbers[2], "Sent")
        # The clock was set back.
        for at in (400, 403, 401):
            type_words(text, " on", now=minutes(at))
        db.session.commit()
    page = scene.author.get(path.format(scene)).text
    said = [int(each) for each in re.findall(r'<summary>.*?<span class="figures">(\d+)</span>', page, re.DOTALL)]
    lists = [unescape(each) for each in re.findall(r'<details[^>]*hx-get="([^"]*)"', page)]
    assert said == [scene.author.get(each, headers=HTMX).text.count("<li>") for each in lists]
    assert said[:2] == [3, 5]


def test_timeline_tells_words_that_came_and_words_that_went(app: Flask, scene: Scene) -> None:
    with app.app_context():
        text = db.session.get(Document, scene.text)
        write(text, "One two three four five.", now=minutes(500))
        write(text, "One two.", now=minutes(501))
        db.session.commit()
    page = scene.author.get(f"/chapters/{scene.chapter}/history").text
    assert "2 words added" in page
    assert "3 removed" in page


def test_plot_stands_beside_words_that_say_the_same(scene: Scene) -> None:
    page = scene.author.get(f"/chapters/{scene.chapter}/history").text
    assert re.search(r'<path class="plot-line" d="M0 64[HV\d.]+"', page)
    assert page.count('class="plot-named"') == 1
    figure = " ".join(
        unescape(re.sub(r"<[^>]*>", "", page[page.index("<figcaption") :].split("</figcaption>")[0])).split()
    )
    assert figure == (
        "First save: 12 March 2026 3 words; 4 at the most, on 12 March 2026. "
        "Each dashed line is a named version. Last save: 12 March 2026"
    )


def test_timeline_of_one_save_has_no_plot(app: Flask, scene: Scene) -> None:
    with app.app_context():
        chapter = make_chapter("One.", work=db.session.get(Chapter, scene.chapter).work).id
        db.session.commit()
    assert "plot-line" not in scene.author.get(f"/chapters/{chapter}/history").text


def test_work_s_timeline_gathers_its_chapters_and_names_them(app: Flask, scene: Scene) -> None:
    with app.app_context():
        work = db.session.get(Chapter, scene.chapter).work
        write(text_of(make_chapter(work=work, title="High water")), "Later.", now=minutes(201))
        write(text_of(binned := make_chapter(work=work, title="Binned")), "Gone.", now=minutes(202))
        binned.binned_at = minutes(203)
        db.session.commit()
    page = scene.author.get(f"/works/{scene.work}/history").text
    first = page[page.index('<li class="sitting"') :].split("</li>")[0]
    assert re.findall(r'class="sitting-chapter"[^>]*>([^<]*)', first) == ["High water", "Low water"]
    assert "Binned" not in page
    opens = unescape(re.search(r'<details[^>]*hx-get="([^"]*)"', first)[1])
    rows = scene.author.get(opens, headers=HTMX).text
    assert "High water" in rows
    assert "Low water" in rows


def test_timeline_marks_where_a_beta_commented_and_where_that_was_resolved(app: Flask, scene: Scene) -> None:
    with app.app_context():
        text = db.session.get(Document, scene.text)
        beta = next(each.person for each in text.chapter.work.memberships if each.role == Role.BETA)
        author = author_of(text.chapter.work)
        threads = [open_thread(text, 1, 4, text.version, "Why?", beta, minutes(at)) for at in (300, 301)]
        reply(threads[0], "Because.", author, minutes(302))
        resolve(threads[0], author, minutes(303))
        db.session.commit()
        names = beta.pen_name, author.pen_name
    for path in (f"/chapters/{scene.chapter}/history", f"/works/{scene.work}/history"):
        page = scene.author.get(path).text
        marks = re.findall(r'class="sitting timeline-mark">\s*<p>.*?</svg><span>(.*?)</span>', page, re.DOTALL)
        said = [" ".join(re.sub(r"<[^>]*>", "", mark).split()) for mark in marks]
        on = " on Low water" if "works" in path else ""
        assert said == [f"{names[1]} resolved a thread{on}", f"{names[0]} left 2 comments{on}"]


def test_timeline_with_very_many_marks_comes_in_pages(app: Flask, scene: Scene) -> None:
    with app.app_context():
        text = db.session.get(Document, scene.text)
        beta = next(each.person for each in text.chapter.work.memberships if each.role == Role.BETA)
        for number in range(MARKS_A_PAGE + 10):
            open_thread(text, 1, 4, text.version, "Why?", beta, minutes(300 + 40 * number))
        db.session.commit()
    for path in (f"/chapters/{scene.chapter}/history", f"/works/{scene.work}/history"):
        page = scene.author.get(path).text
        assert page.count("timeline-mark") == MARKS_A_PAGE
        assert len(page) < 1_000 * MARKS_A_PAGE
        rows = scene.author.get(unescape(re.search(r'hx-get="([^"]*older_than[^"]*)"', page)[1]), headers=HTMX).text
        assert (rows.count("timeline-mark"), rows.count("sitting-when")) == (10, 3)
        assert "older_than" not in rows


def test_timeline_marks_where_a_beta_read_and_leads_to_what_changed_since(app: Flask, scene: Scene) -> None:
    with app.app_context():
        text = db.session.get(Document, scene.text)
        beta = next(each.person for each in text.chapter.work.memberships if each.role == Role.BETA)
        old, name = text.version, beta.pen_name
        note_reading(text, old, beta, minutes(300))
        type_words(text, " More.", now=minutes(400))
        note_reading(text, text.version, beta, minutes(500))
        db.session.commit()
    for path in (f"/chapters/{scene.chapter}/history", f"/works/{scene.work}/history"):
        page = scene.author.get(path).text
        marks = re.findall(r'class="sitting timeline-mark">(.*?)</li>', page, re.DOTALL)
        said = [" ".join(unescape(re.sub(r"<[^>]*>", "", mark)).split()) for mark in marks]
        what = f"{name} read to the end" + (" of Low water" if "works" in path else "")
        assert said == [
            f"{what} 12 March 2026, 22:23 UTC",
            f"{what} 12 March 2026, 19:03 UTC What changed since",
        ]
        assert f"/documents/{scene.text}/compare?old={old}" in marks[1]
        assert marks[0].count("#book-open") == 1


def test_timeline_tells_devices_where_there_is_more_than_one(app: Flask, scene: Scene) -> None:
    def summaries(moment: float, device: str) -> list[str]:
        with app.app_context():
            type_words(db.session.get(Document, scene.text), " More.", now=minutes(moment), device=device)
            db.session.commit()
        page = scene.author.get(f"/chapters/{scene.chapter}/history").text
        return [
            re.sub(r"<[^>]*>", "", each).strip() for each in re.findall(r"<summary>(.*?)</summary>", page, re.DOTALL)
        ]

    assert summaries(300, "Firefox on Windows")[0] == "1 version"
    assert summaries(400, "Safari on iPhone")[:3] == [
        "1 version in Safari on iPhone",
        "1 version in Firefox on Windows",
        "1 version",
    ]
    assert summaries(401, "Firefox on Windows")[0] == "2 versions in Safari on iPhone and Firefox on Windows"


@pytest.mark.parametrize("sealed", [False, True])
def test_version_tells_its_device(app: Flask, scene: Scene, sealed: bool) -> None:
    with app.app_context():
        number = type_words(
            db.session.get(Document, scene.text), " More.", now=minutes(300), device="Safari on iPhone"
        ).version
        db.session.commit()
        if sealed:
            seal_document(scene.text, minutes(100_000))
    assert "<dt>Device</dt><dd>Safari on iPhone</dd>" in scene.author.get(scene.at(number)).text
    assert "<dt>Device</dt>" not in scene.author.get(scene.at(scene.numbers[0])).text


def test_timeline_shows_one_author_s_doings_alone(app: Flask, scene: Scene) -> None:
    with app.app_context():
        text = db.session.get(Document, scene.text)
        other = make_author()
        db.session.add(Membership(work_id=scene.work, person_id=other.id, role=Role.AUTHOR, joined_at=NOW))
        type_words(text, " Theirs.", now=minutes(300), person=other)
        db.session.commit()
        ids = author_of(text.chapter.work).id, other.id
    counts = [scene.author.get(f"/chapters/{scene.chapter}/history?by={each}").text.count("<details") for each in ids]
    everybody = scene.author.get(f"/chapters/{scene.chapter}/history").text
    assert counts == [3, 1]
    assert everybody.count("<details") == 4
    assert f"by={ids[1]}" in everybody


@pytest.mark.parametrize("by", ["x", "-1", "999999", ""])
def test_timeline_of_somebody_who_is_no_author_is_refused(scene: Scene, by: str) -> None:
    assert scene.author.get(f"/chapters/{scene.chapter}/history?by={by}").status_code == 400


def test_timeline_of_named_versions_shows_them_alone(app: Flask, scene: Scene) -> None:
    with app.app_context():
        name_version(db.session.get(Document, scene.text), scene.numbers[3], "Last")
        db.session.commit()
    page = scene.author.get(f"/chapters/{scene.chapter}/history?which=named").text
    assert page.count("<details") == 0
    assert re.findall(r"<b>([^<]*)</b></a></h2>", page) == ["Last", "Sent &lt;b&gt;"]
    assert f"old={scene.numbers[2]}&amp;new={scene.numbers[3]}" in page
    assert f"old=0&amp;new={scene.numbers[2]}" in page


def test_playback_lists_its_versions_for_who_has_no_scripts(scene: Scene) -> None:
    page = scene.author.get(f"/documents/{scene.text}/playback").text
    assert [int(each) for each in re.findall(r'data-number="(\d+)"', page)] == scene.numbers
    frame = scene.author.get(f"/documents/{scene.text}/playback/{scene.numbers[1]}")
    assert re.sub(r"<[^>]*>", " ", frame.text).split() == ["Middle.", "It", "rained."]


def test_playback_of_an_empty_text_says_so(app: Flask, scene: Scene) -> None:
    with app.app_context():
        empty = text_of(make_chapter(work=db.session.get(Chapter, scene.chapter).work)).id
        db.session.commit()
    assert "Nothing written yet" in scene.author.get(f"/documents/{empty}/playback").text


def test_frame_that_never_was_is_not_found(scene: Scene) -> None:
    assert scene.author.get(f"/documents/{scene.text}/playback/999999").status_code == 404
