"""The pointer always names a whole generation, or none."""

import os
import time
from pathlib import Path

import pytest

from assistant.generations import MANIFEST, current_generation, new_generation, remove_superseded, switch_to, writing


def finished(index_dir: Path, name: str) -> Path:
    folder = new_generation(index_dir, name)
    (folder / MANIFEST).write_text("{}", encoding="utf-8")
    return folder


def made_long_ago(folder: Path) -> None:
    hour_ago = time.time() - 3600
    os.utime(folder, (hour_ago, hour_ago))


@pytest.mark.parametrize(
    "pointer", ["", "{", "[]", "null", "{}", '{"generation": "gone"}', '{"generation": null}', "\x00"]
)
def test_a_pointer_that_cannot_be_followed_is_no_generation(tmp_path: Path, pointer: str) -> None:
    (tmp_path / "current.json").write_text(pointer, encoding="utf-8")

    assert current_generation(tmp_path) is None


def test_a_generation_without_a_manifest_is_not_whole(tmp_path: Path) -> None:
    switch_to(tmp_path, new_generation(tmp_path, "half"))

    assert current_generation(tmp_path) is None


def test_the_pointer_moves_to_the_new_generation(tmp_path: Path) -> None:
    first, second = finished(tmp_path, "first"), finished(tmp_path, "second")
    switch_to(tmp_path, first)
    switch_to(tmp_path, second)

    assert second == current_generation(tmp_path)
    assert [path.name for path in tmp_path.glob("current.json*")] == ["current.json"]


def test_a_superseded_generation_is_kept_through_its_grace_period(tmp_path: Path) -> None:
    """Someone may still be reading it; the current one is never deleted, however old."""
    old, young, current = (finished(tmp_path, name) for name in ("old", "young", "current"))
    made_long_ago(old)
    made_long_ago(current)
    switch_to(tmp_path, current)

    remove_superseded(tmp_path, grace_seconds=60)

    assert (old.exists(), young.exists(), current.exists()) == (False, True, True)


def test_the_grace_period_begins_when_a_generation_is_superseded(tmp_path: Path) -> None:
    long_served = finished(tmp_path, "long")
    switch_to(tmp_path, long_served)
    made_long_ago(long_served)
    remove_superseded(tmp_path, grace_seconds=60)

    switch_to(tmp_path, finished(tmp_path, "next"))
    remove_superseded(tmp_path, grace_seconds=60)

    assert long_served.exists()


def test_two_generations_of_the_same_corpus_may_be_made_in_one_second(tmp_path: Path) -> None:
    assert len({new_generation(tmp_path, "same") for _ in range(5)}) == 5


def test_the_lock_is_free_again_after_an_error(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), writing(tmp_path / "index"):
        raise ZeroDivisionError

    with writing(tmp_path / "index"):
        pass
