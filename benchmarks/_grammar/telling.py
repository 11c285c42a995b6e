"""How `bench grammar` says what it found: tables, and files to read for whoever improves the checker."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from benchmarks._grammar.measuring import Alarm, Clean, Scored, Walked
from benchmarks._grammar.scoring import Hit, touches
from benchmarks._report import show_table
from workshop.grammar.dialogue import is_spoken, speech_spans

_SENTENCE_END = re.compile(r"[.!?…]+[\"'”’»)\]]*(?=\s)|\n")


def share(scored: Sequence[Scored], what: str) -> float:
    """Return the part of the cases that are `corrected`, `offered` or `found`."""
    return sum(getattr(one.score, what) for one in scored) / len(scored) if scored else 0.0


def show_cases(title: str, by_checker: Mapping[str, Sequence[Scored]]) -> None:
    count = len(next(iter(by_checker.values())))
    print(f"### {title}: {count:,} cases\n")
    rows = [
        (name, *(f"{100 * share(scored, what):.1f} %" for what in ("corrected", "offered", "found")))
        for name, scored in by_checker.items()
    ]
    show_table(("checker", "corrected", "right word among five", "found"), rows)


def show_sets(by_checker: Mapping[str, Sequence[Scored]]) -> None:
    """Print how each set fares, the worst of the last checker first."""
    by_set = {name: _by_set(scored) for name, scored in by_checker.items()}
    last = list(by_set.values())[-1]
    heads = ["set", "cases", *(f"{name} {what}" for name in by_set for what in ("corrected", "found"))]
    rows = []
    for words in sorted(last, key=lambda words: (share(last[words], "corrected"), words)):
        shares = (f"{share(own[words], what):.2f}" for own in by_set.values() for what in ("corrected", "found"))
        rows.append((words, len(last[words]), *shares))
    show_table(heads, rows)


def show_clean(by_checker: Mapping[str, Clean], from_disk: Mapping[str, bool]) -> None:
    words = next(iter(by_checker.values())).words
    print(f"### Clean text: {words:,} words, alarms per 1,000\n")
    rows = [_clean_row(name, clean, from_disk[name]) for name, clean in by_checker.items()]
    heads = ("checker", "confusions", "of them context", "LanguageTool", "rules", "besides spelling", "all")
    show_table((*heads, "ms per 1,000 words", "processor ms"), rows)


def show_rules(clean: Clean) -> None:
    """Print what is shown in clean text by rule, the commonest first, with how much of it stands in speech."""
    counts = Counter((alarm.hit.source, alarm.hit.rule) for alarm in clean.alarms)
    spoken = Counter((alarm.hit.source, alarm.hit.rule) for alarm in clean.alarms if _is_spoken(alarm))
    rows = [
        (rule, source, count, f"{1000 * count / clean.words:.3f}", f"{100 * spoken[source, rule] / count:.0f} %")
        for (source, rule), count in counts.most_common()
    ]
    show_table(("rule", "source", "shown", "per 1,000 words", "in speech"), rows)


def show_judged(clean: Clean) -> None:
    """Print how much of what is shown besides spelling is a true mistake of the books, by the judgements in judged.tsv."""
    judged = _judgements()
    verdicts = Counter(judged.get(mark_of(alarm), "not judged") for alarm in clean.besides_spelling())
    rows = [(verdict, count, f"{1000 * count / clean.words:.3f}") for verdict, count in verdicts.most_common()]
    show_table(("shown besides spelling, as judged", "shown", "per 1,000 words"), rows)


def _judgements() -> dict[str, str]:
    """Return the verdict on each alarm by its mark."""
    lines = (Path(__file__).with_name("judged.tsv")).read_text("utf-8").splitlines()
    rows = (line.split("\t") for line in lines if not line.startswith("#"))
    return {mark: verdict for _, mark, verdict, _ in rows}


def show_known(title: str, by_checker: Mapping[str, Walked]) -> None:
    count = len(next(iter(by_checker.values())).scored)
    print(f"### {title}: {count} known mistakes\n")
    rows = [
        (name, sum(one.score.corrected for one in walked.scored), sum(one.score.found for one in walked.scored),
         len(walked.others))
        for name, walked in by_checker.items()
    ]  # fmt: skip
    show_table(("checker", "corrected", "found", "shown besides"), rows)
    name, walked = list(by_checker.items())[-1]
    for one in walked.scored:
        if not one.score.corrected:
            print(f"- {name} does not correct “{one.case.id}”: {_said(one)}")
    for paragraph, hit in walked.others:
        print(f"- {name} shows besides: {hit.rule} in “{in_sentence(paragraph, hit)}”")
    if walked.others or not all(one.score.corrected for one in walked.scored):
        print()


def write_alarms(path: Path, by_checker: Mapping[str, Clean]) -> None:
    """Write what is shown in clean text, confusions first: one a line, parts between tabs."""
    lines = []
    for name, clean in by_checker.items():
        for alarm in sorted(clean.alarms, key=lambda alarm: (alarm.pair is None, alarm.hit.is_spelling)):
            kind = "confusion" if alarm.pair else "spelling" if alarm.hit.is_spelling else "other"
            lines.append(_line(name, kind, alarm))
    path.write_text("".join(lines), "utf-8")


def write_missed(path: Path, by_checker: Mapping[str, Iterable[Scored]]) -> None:
    """Write the cases that were not corrected and what was said instead: one a line, parts between tabs."""
    lines = []
    for name, scored in by_checker.items():
        for one in scored:
            if not one.score.corrected:
                case = one.case
                place = Hit(case.start, case.end, "", "", False, (case.right,))
                parts = (
                    name,
                    case.id,
                    case.set,
                    f"{case.right}→{case.wrong}",
                    _said(one),
                    in_sentence(case.text, place),
                )
                lines.append("\t".join(parts) + "\n")
    path.write_text("".join(lines), "utf-8")


def in_sentence(paragraph: str, hit: Hit) -> str:
    """Return the sentence of the hit, with the words and the first suggestion in brackets."""
    begin = max((mark.end() for mark in _SENTENCE_END.finditer(paragraph, 0, hit.start)), default=0)
    end = next((mark.end() for mark in _SENTENCE_END.finditer(paragraph, hit.end)), len(paragraph))
    better = hit.suggestions[0] if hit.suggestions else ""
    words = f"[{paragraph[hit.start : hit.end]}→{better}]"
    sentence = f"{paragraph[begin : hit.start].lstrip()}{words}{paragraph[hit.end : end]}"
    return sentence.replace("\n", " ").replace("\t", " ")


def mark_of(alarm: Alarm) -> str:
    """Return by what the place of an alarm is known again, whoever raises it."""
    parts = (alarm.book, alarm.paragraph, str(alarm.hit.start), str(alarm.hit.end))
    return hashlib.sha256("\0".join(parts).encode("utf-8")).hexdigest()[:16]


def _line(name: str, kind: str, alarm: Alarm) -> str:
    hit = alarm.hit
    pair = "→".join(alarm.pair or ())
    parts = (name, kind, hit.source, hit.rule, pair, alarm.book, mark_of(alarm), in_sentence(alarm.paragraph, hit))
    return "\t".join(parts) + "\n"


def _said(one: Scored) -> str:
    """Return what was said at the place of the error."""
    said = [f"{hit.rule} → {' | '.join(hit.suggestions[:3])}" for hit in one.hits if touches(one.case, hit)]
    return "; ".join(said) or "nothing"


def _clean_row(name: str, clean: Clean, from_disk: bool) -> tuple[object, ...]:
    confusions = (clean.confusions(), *(clean.confusions(source) for source in ("context", "languagetool", "rules")))
    rates = [clean.per_thousand(alarms) for alarms in (*confusions, clean.besides_spelling(), clean.alarms)]
    times = (clean.seconds, clean.processor_seconds)
    taken = ["from disk" if from_disk else f"{1e6 * seconds / clean.words:.0f}" for seconds in times]
    return (name, *(f"{rate:.3f}" for rate in rates[:4]), *(f"{rate:.2f}" for rate in rates[4:]), *taken)


def _by_set(scored: Iterable[Scored]) -> dict[str, list[Scored]]:
    sets: dict[str, list[Scored]] = {}
    for one in scored:
        sets.setdefault(one.case.set, []).append(one)
    return sets


def _is_spoken(alarm: Alarm) -> bool:
    return is_spoken(speech_spans(alarm.paragraph), alarm.hit.start)
