"""The index follows the corpus at the cost of what changed, and no moment's power cut breaks it."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from assistant.domain import Language
from assistant.errors import StaleIndexError
from assistant.generations import current_generation
from assistant.index import open_index, read_generation, update_index
from assistant.opening import LiveIndex
from assistant.settings import Settings
from tests.word_counts import WordCounts

ROOT = Path(__file__).resolve().parent.parent


def next_second() -> None:
    """Wait until the clock shows another second: a generation of the same corpus would get the same name."""
    time.sleep(1.02 - time.time() % 1)


def change(settings: Settings, language: Language, old: str, new: str) -> None:
    path = settings.corpus_dir / language / "bridge.md"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_a_first_update_embeds_everything(small_corpus: Settings, encoder: WordCounts) -> None:
    counts = update_index(small_corpus, encoder)
    index = open_index(small_corpus, encoder)

    assert (counts.added, counts.changed, counts.removed, counts.kept) == (12, 0, 0, 0)
    assert (len(index.passages.passages), len(index.foreseen.cues)) == (12, 6)
    assert len(encoder.asked) == counts.embedded


def test_an_unchanged_corpus_costs_nothing(small_corpus: Settings, encoder: WordCounts) -> None:
    update_index(small_corpus, encoder)
    before = current_generation(small_corpus.index_dir)
    encoder.asked.clear()

    counts = update_index(small_corpus, encoder)

    assert (counts.added, counts.changed, counts.removed, counts.kept, counts.embedded) == (0, 0, 0, 12, 0)
    assert encoder.asked == []
    assert before == current_generation(small_corpus.index_dir)


def test_only_what_changed_is_embedded_again(small_corpus: Settings, encoder: WordCounts) -> None:
    update_index(small_corpus, encoder)
    encoder.asked.clear()
    change(
        small_corpus, Language.NB, "{#main}\nBroen ble bygget i 1950 av kommunen.", "{#main}\nBroen ble revet i 1990."
    )

    counts = update_index(small_corpus, encoder)

    assert (counts.added, counts.changed, counts.removed, counts.kept) == (0, 1, 0, 11)
    assert sorted(encoder.asked) == ["Broen ble revet i 1990.", "Broen over elva Bygging Broen ble revet i 1990."]


def test_a_text_that_is_removed_is_not_found_any_more(small_corpus: Settings, encoder: WordCounts) -> None:
    update_index(small_corpus, encoder)
    for language in Language:
        (small_corpus.corpus_dir / language / "library.md").unlink()

    counts = update_index(small_corpus, encoder)
    index = open_index(small_corpus, encoder)

    assert (counts.added, counts.removed, counts.embedded) == (0, 6, 0)
    assert {"bridge"} == {passage.document_id for passage in index.passages.passages}


def test_a_rebuild_makes_a_new_generation_of_the_same_content(small_corpus: Settings, encoder: WordCounts) -> None:
    update_index(small_corpus, encoder)
    first = open_index(small_corpus, encoder)
    before = current_generation(small_corpus.index_dir)
    next_second()

    update_index(small_corpus, encoder, rebuild=True)

    assert before != current_generation(small_corpus.index_dir)
    assert first.passages.passages == open_index(small_corpus, encoder).passages.passages


def test_no_index_is_refused_with_the_command_that_makes_it(small_corpus: Settings, encoder: WordCounts) -> None:
    with pytest.raises(StaleIndexError, match="python -m assistant index"):
        open_index(small_corpus, encoder)


def test_another_encoder_is_refused_with_the_command_that_mends_it(small_corpus: Settings, encoder: WordCounts) -> None:
    update_index(small_corpus, encoder)

    with pytest.raises(StaleIndexError, match="python -m assistant index"):
        open_index(small_corpus, WordCounts(dimension=32))


def test_another_encoder_embeds_everything_again(small_corpus: Settings, encoder: WordCounts) -> None:
    update_index(small_corpus, encoder)
    other = WordCounts(dimension=32)
    next_second()

    counts = update_index(small_corpus, other)

    assert counts.embedded == len(other.asked) > 12
    assert open_index(small_corpus, other).passages.vectors.shape == (12, 32)


def test_a_changed_corpus_is_refused_until_the_index_follows(small_corpus: Settings, encoder: WordCounts) -> None:
    update_index(small_corpus, encoder)
    change(small_corpus, Language.EN, "1950", "1951")

    with pytest.raises(StaleIndexError):
        open_index(small_corpus, encoder)


def test_a_mistake_in_the_corpus_leaves_the_old_index_in_service(small_corpus: Settings, encoder: WordCounts) -> None:
    update_index(small_corpus, encoder)
    live = LiveIndex(small_corpus, encoder)
    change(small_corpus, Language.NB, "kind: method", "sort: method")

    with pytest.raises(Exception, match=r"nb/bridge\.md"):
        update_index(small_corpus, encoder)

    assert len(live().passages.passages) == 12


def test_a_running_assistant_picks_up_the_new_generation(small_corpus: Settings, encoder: WordCounts) -> None:
    update_index(small_corpus, encoder)
    live = LiveIndex(small_corpus, encoder)
    old = live()
    change(small_corpus, Language.EN, "{#main}\nThe bridge was built in 1950.", "{#main}\nThe bridge fell in 1990.")

    update_index(small_corpus, encoder)

    assert live().passage("bridge#main", Language.EN).text == "The bridge fell in 1990."
    assert old.passage("bridge#main", Language.EN).text == "The bridge was built in 1950."


def test_a_running_assistant_does_not_take_an_index_of_another_encoder(
    small_corpus: Settings, encoder: WordCounts
) -> None:
    update_index(small_corpus, encoder)
    live = LiveIndex(small_corpus, encoder)
    next_second()

    update_index(small_corpus, WordCounts(dimension=32))

    assert encoder.space == live().manifest.space


REBUILD = """
import os, signal, sys, time
from pathlib import Path
from assistant.index import update_index
from assistant.settings import Settings
from tests.word_counts import WordCounts

folder = Path(__file__).parent
settings = Settings(corpus_dir=folder / "corpus", index_dir=folder / "index", data_dir=folder / "data")
for moment in map(float, sys.stdin):
    child = os.fork()
    if not child:
        update_index(settings, WordCounts(dimension=48, pause=0.01), rebuild=True)
        os._exit(0)
    time.sleep(moment)
    os.kill(child, signal.SIGKILL)
    print(os.WIFSIGNALED(os.waitpid(child, 0)[1]), flush=True)
"""
"""Imports once, then starts a rebuild for each line it reads and kills it so many seconds later."""

MOMENTS = (
    0.0,
    0.03,
    0.06,
    0.1,
    0.15,
    0.2,
    0.25,
    0.3,
    0.37,
    0.45,
    0.52,
    0.6,
    0.67,
    0.75,
    0.82,
    0.9,
    1.0,
    1.1,
    1.25,
    1.4,
)
"""Twenty, in seconds: from before a rebuild reads the corpus until after it is done."""


def test_a_rebuild_killed_at_any_moment_leaves_a_whole_index(
    small_corpus: Settings, encoder: WordCounts, tmp_path: Path
) -> None:
    """`kill -9` at twenty moments: what the pointer names opens whole, and the next rebuild goes through."""
    update_index(small_corpus, encoder)
    script = tmp_path / "rebuild.py"
    script.write_text(REBUILD, encoding="utf-8")
    killed = 0
    command, environment = [sys.executable, "-W", "ignore", str(script)], os.environ | {"PYTHONPATH": str(ROOT)}
    pipe = subprocess.PIPE
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdin=pipe, stdout=pipe, text=True) as process:
        assert process.stdin
        assert process.stdout
        for moment in MOMENTS:
            process.stdin.write(f"{moment}\n")
            process.stdin.flush()
            killed += process.stdout.readline() == "True\n"
            folder = current_generation(small_corpus.index_dir)
            assert folder
            index = read_generation(folder)
            assert 12 == len(index.passages.passages) == len(index.passages.vectors) == index.passages.store.count()
            assert index.manifest.space in {"word-counts-64", "word-counts-48"}
        process.stdin.close()

    assert killed >= 8
    counts = update_index(small_corpus, encoder, rebuild=True)
    assert counts.changed + counts.kept == 12
