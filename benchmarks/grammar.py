"""Real-word errors corrected and false alarms on clean fiction: stock LanguageTool, Harper and ours."""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks._grammar import cases, telling
from benchmarks._grammar.checkers import CHECKERS, Checker
from benchmarks._grammar.measuring import Clean, Scored, Walked, measure_cases, measure_clean, measure_known
from benchmarks._grammar.scoring import Pairs, both_ways
from benchmarks._report import Goal, conclude, show_heading
from tests.languagetool_fixture import jar_instance

PARTS = ("dev", "planted", "sample", "clean")
OURS = "ours"
#: How many cases the whole of `dev` has; a part of it goes with the same part of the clean books.
DEV_CASES = 1_518

EXPLANATION = """\
Stock is LanguageTool 6.8 with its own rules and settings (en-US), asked as we ask; Harper is harper-py with its defaults; ours
is `python3 app.py check`. Corrected: the first suggestion of a finding gives the clean paragraph's words again. Found: a finding
touches the wrong word that is not there on the clean paragraph. Confusions: findings on clean text that would swap a word
for another of its set. Casts are learnt from the samples and from each clean book, not from the planted paragraphs."""


@dataclass
class Results:
    """What the checkers did, by part and checker."""

    dev: dict[str, list[Scored]] = field(default_factory=dict)
    planted: dict[str, list[Scored]] = field(default_factory=dict)
    own_sample: dict[str, Walked] = field(default_factory=dict)
    real_sample: dict[str, Walked] = field(default_factory=dict)
    clean: dict[str, Clean] = field(default_factory=dict)
    from_disk: dict[str, bool] = field(default_factory=dict)


def main(arguments: list[str]) -> int:
    asked = _parser().parse_args(arguments)
    show_heading("grammar", EXPLANATION)
    parts = [part for part in PARTS if part in asked.only and _is_here(part)]
    results = Results()
    for name in asked.engines:
        with CHECKERS[name](jar_instance() / "bench-grammar" if asked.remember else None) as checker:
            if checker is None:
                print(f"{name} could not be had for this machine; the rest goes on without it.\n")
            else:
                _measure(checker, name, parts, asked.sample, results)
    _show(results, asked)
    return conclude(_goals(results))


def _measure(checker: Checker, name: str, parts: Sequence[str], most: int | None, results: Results) -> None:
    """Put all that the checker does into the results."""
    if "dev" in parts:
        results.dev[name] = measure_cases(checker, cases.dev_cases(most), f"{name}, dev")
    own = cases.sample_paragraphs()
    own_mistakes = cases.known_mistakes(own, cases.OWN_MISTAKES)
    if "planted" in parts:
        results.planted[name] = measure_cases(checker, cases.planted_cases(own, own_mistakes), f"{name}, own sample")
    if "sample" in parts:
        results.own_sample[name] = measure_known(checker, own, own_mistakes, f"{name}, own sample")
    if "sample" in parts and cases.REAL_SAMPLE.exists():
        real = cases.sample_paragraphs(cases.REAL_SAMPLE)
        mistakes = cases.known_mistakes(real, cases.REAL_MISTAKES)
        results.real_sample[name] = measure_known(checker, real, mistakes, f"{name}, real sample")
    if "clean" in parts:
        books = cases.dev_books(min(1.0, most / DEV_CASES) if most else 1.0)
        results.clean[name] = measure_clean(checker, books, _pairs(), f"{name}, clean")
    results.from_disk[name] = checker.from_disk


def _pairs() -> Pairs:
    """Return the words that count as confused on clean text: those of our sets, and of the shared cases."""
    shared = cases.dev_cases() if cases.DEV.exists() else []
    return both_ways([*cases.confused_pairs(), *((case.wrong, case.right) for case in shared)])


def _is_here(part: str) -> bool:
    needed = {"dev": cases.DEV, "clean": cases.CORPUS}.get(part)
    if needed is None or needed.exists():
        return True
    print(f"{part}: not here ({needed.relative_to(cases.SHARED.parent)}).\n")
    return False


def _show(results: Results, asked: argparse.Namespace) -> None:
    titles = {"Errors planted in five books (dev)": results.dev, "Errors planted in our own sample": results.planted}
    for title, by_checker in titles.items():
        if by_checker:
            telling.show_cases(title, by_checker)
            if asked.sets:
                telling.show_sets(by_checker)
    for title, walked in {"Our own sample": results.own_sample, "The real sample": results.real_sample}.items():
        if walked:
            telling.show_known(title, walked)
    if results.clean:
        telling.show_clean(results.clean, results.from_disk)
        if asked.rules:
            telling.show_rules(list(results.clean.values())[-1])
        if OURS in results.clean:
            telling.show_judged(results.clean[OURS])
    if asked.alarms:
        telling.write_alarms(asked.alarms, results.clean)
    if asked.missed:
        telling.write_missed(asked.missed, _together(results.dev, results.planted))


def _together(*parts: Mapping[str, list[Scored]]) -> dict[str, list[Scored]]:
    names = dict.fromkeys(name for part in parts for name in part)
    return {name: [one for part in parts for one in part.get(name, ())] for name in names}


def _goals(results: Results) -> list[Goal]:
    """Return the goals about ours that this run can judge."""
    goals = []
    for title, part in (("dev", results.dev), ("own sample", results.planted)):
        if OURS in part:
            corrected = 100 * telling.share(part[OURS], "corrected")
            goals.append(Goal(f"planted errors corrected, {title}", corrected, at_least=75, unit="%"))
    for title, walked in (("own", results.own_sample), ("real", results.real_sample)):
        if OURS in walked:
            wrong = [one for one in walked[OURS].scored if not one.score.corrected]
            goals.append(Goal(f"{title} sample's mistakes not corrected", len(wrong), at_most=0, unit="mistakes"))
            goals.append(Goal(f"shown besides in it, {title}", len(walked[OURS].others), at_most=0, unit="findings"))
    return [*goals, *(_clean_goals(results.clean[OURS]) if OURS in results.clean else ())]


def _clean_goals(clean: Clean) -> list[Goal]:
    rates = (
        ("context model's confusions on clean text", clean.confusions("context"), 0.05),
        ("all confusions on clean text", clean.confusions(), 0.10),
        ("shown on clean text besides spelling", clean.besides_spelling(), 0.6),
        ("shown on clean text, spelling too", clean.alarms, 2.0),
    )
    return [
        Goal(what, clean.per_thousand(alarms), at_most=most, unit="per 1,000 words") for what, alarms, most in rates
    ]


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("python3 app.py bench grammar", description=__doc__)
    parser.add_argument("--only", type=_some_of(PARTS), default=PARTS, metavar="PARTS", help=",".join(PARTS))
    parser.add_argument(
        "--engines", type=_some_of(tuple(CHECKERS)), default=tuple(CHECKERS), metavar="NAMES", help=",".join(CHECKERS)
    )
    parser.add_argument(
        "--sample", type=int, metavar="N", help="so many dev cases, and the same part of the clean books"
    )
    parser.add_argument("--sets", action="store_true", help="a table by set")
    parser.add_argument("--rules", action="store_true", help="a table of what is shown on clean text, by rule")
    parser.add_argument("--alarms", type=Path, metavar="FILE", help="write what is shown on clean text, with sentences")
    parser.add_argument("--missed", type=Path, metavar="FILE", help="write the cases that are not corrected")
    parser.add_argument(
        "--remember", action="store_true", help="keep LanguageTool's answers and take those that are kept"
    )
    return parser


def _some_of(names: Sequence[str]) -> object:
    def read(words: str) -> tuple[str, ...]:
        chosen = tuple(words.split(","))
        if unknown := set(chosen) - set(names):
            raise argparse.ArgumentTypeError(f"{', '.join(sorted(unknown))} is none of {', '.join(names)}")
        return chosen

    return read
