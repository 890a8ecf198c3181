"""What `evaluate` measures and prints: a BEIR collection, questions, situations or conversations."""

import json
from dataclasses import asdict
from enum import StrEnum
from pathlib import Path

import typer

from assistant.cli_console import errors, progress
from assistant.domain import Weights
from assistant.settings import Settings


class Mode(StrEnum):
    """Which signals rank."""

    HYBRID = "hybrid"
    DENSE = "dense"
    LEXICAL = "lexical"


def evaluate_collection(settings: Settings, folder: Path, mode: Mode, as_json: bool) -> None:
    """Measure how well a BEIR collection is ranked."""
    from assistant.beir import evaluate_beir
    from assistant.encoders import open_encoder

    weights = {
        Mode.HYBRID: settings.weights,
        Mode.DENSE: Weights(1.0, 0.0, 0.0),
        Mode.LEXICAL: Weights(0.0, settings.stem_weight, settings.ngram_weight),
    }[mode]
    encoder = open_encoder(settings.embedding_model, settings.encoder_dir)
    with progress("Embedding") as show:
        result = evaluate_beir(folder, encoder, mode, weights, settings.candidates, show)
    _print_fields({"encoder": encoder.id, **asdict(result)}, as_json)


def evaluate_questions(settings: Settings, path: Path, as_json: bool) -> None:
    """Measure answers to a question set, and keep the report under the data directory."""
    from assistant.evaluation import measure, read_questions, report, run, table
    from assistant.opening import open_assistant

    asked, assistant = read_questions(path), open_assistant(settings)
    with progress("Asking") as show:
        pairs = run(asked, assistant.answer, show)
    made_with = {"encoder": assistant.encoder.id, "index": assistant.index().manifest.corpus_hash, **_weights(settings)}
    result = report(pairs, made_with)
    typer.echo(json.dumps(result, ensure_ascii=False, indent=1) if as_json else table(measure(pairs)))
    saved = settings.data_dir / "evaluations" / f"{path.stem}.json"
    saved.parent.mkdir(parents=True, exist_ok=True)
    saved.write_text(json.dumps(result, ensure_ascii=False, indent=1), encoding="utf-8")
    errors.print(f"Settings and measures: {saved}", soft_wrap=True)


def evaluate_situations(settings: Settings, path: Path) -> None:
    """Measure the choice of approach on labelled situations."""
    from assistant.evaluation import table
    from assistant.labelled import read_situations
    from assistant.opening import open_assistant
    from assistant.situation_evaluation import confusion_table, report, run

    assistant = open_assistant(settings)
    with progress("Asking") as show:
        found = report(run(read_situations(path), assistant.answer, show))
    typer.echo(table(found.measures))
    typer.echo(f"expected calibration error {found.calibration_error:.3f}\n\n{confusion_table(found.confusion)}")


def evaluate_conversations(settings: Settings, path: Path) -> None:
    """Measure the last answers of conversations."""
    from assistant.conversation_evaluation import measure, read_conversations, run, wrong
    from assistant.evaluation import table
    from assistant.opening import open_assistant

    assistant = open_assistant(settings)
    with progress("Talking") as show:
        pairs = run(read_conversations(path), assistant, show)
    typer.echo(table(measure(pairs)))
    for line in wrong(pairs):
        typer.echo(line)


def _weights(settings: Settings) -> dict[str, object]:
    return {**asdict(settings.weights), "candidates": settings.candidates}


def _print_fields(fields: dict[str, object], as_json: bool) -> None:
    if as_json:
        typer.echo(json.dumps(fields, indent=1))
        return
    for name, value in fields.items():
        typer.echo(f"{name:20} {value:.4f}" if isinstance(value, float) else f"{name:20} {value}")
