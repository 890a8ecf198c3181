"""The command line: results on stdout, everything else on stderr; exit 0, 2 for wrong use, 1 for failure."""

import json
import sys
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import Annotated

import typer
from rich.progress import Progress

from assistant.cli_console import errors, progress
from assistant.cli_evaluate import (
    Mode,
    evaluate_collection,
    evaluate_conversations,
    evaluate_questions,
    evaluate_situations,
)
from assistant.domain import Language, Question, Role
from assistant.errors import FlokeError, InputError
from assistant.settings import load_settings

app = typer.Typer(
    help="Floke: answers from KS’s guide to innovation in municipalities, with citations.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


LanguageOption = Annotated[Language | None, typer.Option(help="Language of the answer; else that of the question.")]
RoleOption = Annotated[Role, typer.Option(help="Who asks; shapes the answer.")]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON.")]


@app.command()
def prepare(
    download: Annotated[bool, typer.Option("--download", help="Fetch the model by name if it is not here.")] = False,
) -> None:
    """Make the encoder ready, once. Nothing is downloaded unless --download says so."""
    from assistant.preparation import prepare as prepare_encoder

    settings = load_settings()
    with Progress(console=errors) as bar:
        task = bar.add_task("Preparing the encoder", total=1.0)

        def show(stage: str, share: float) -> None:
            bar.update(task, completed=share, description=f"Preparing the encoder: {stage}")

        made = prepare_encoder(settings.embedding_model, settings.encoder_dir, download=download, progress=show)
    typer.echo(made.id(made.precision))


@app.command()
def index(
    rebuild: Annotated[bool, typer.Option("--rebuild", help="Build anew even if nothing changed.")] = False,
) -> None:
    """Bring the index up to date with the corpus; does nothing when nothing changed."""
    from assistant.encoders import open_encoder
    from assistant.index import update_index

    settings = load_settings()
    encoder = open_encoder(settings.embedding_model, settings.encoder_dir, lazy=True)
    with progress("Embedding") as show:
        counts = update_index(settings, encoder, rebuild=rebuild, progress=show)
    typer.echo(" ".join(f"{name}={value}" for name, value in asdict(counts).items()))


@app.command()
def ask(
    question: str, language: LanguageOption = None, role: RoleOption = Role.LEADER, as_json: JsonOption = False
) -> None:
    """Answer one question."""
    from assistant.opening import open_assistant
    from assistant.printing import printed

    answer = open_assistant(load_settings()).answer(Question(question, language, role))
    typer.echo(json.dumps(answer.record(), ensure_ascii=False, indent=1) if as_json else printed(answer))


@app.command()
def batch() -> None:
    """Answer JSON Lines from stdin, one record a line on stdout, in the same order."""
    from assistant.batch import answer_lines
    from assistant.conversation import converse
    from assistant.opening import open_assistant

    assistant = open_assistant(load_settings())
    for record in answer_lines(sys.stdin.buffer, assistant.answer, partial(converse, assistant)):
        sys.stdout.buffer.write(record)
        sys.stdout.buffer.flush()


@app.command()
def search(
    query: str,
    k: Annotated[int, typer.Option("-k", min=1, max=100, help="How many.")] = 10,
    as_json: JsonOption = False,
) -> None:
    """Print ranked passages with their scores and why each ranked."""
    from assistant.opening import open_assistant

    hits = open_assistant(load_settings()).search(query).hits[:k]
    if as_json:
        typer.echo(json.dumps([asdict(hit) for hit in hits], ensure_ascii=False, indent=1))
        return
    for place, hit in enumerate(hits, start=1):
        why = f"dense {hit.dense:+.2f}  stems {hit.stems:+.2f}  5-grams {hit.ngrams:+.2f}  foreseen {hit.cue:+.2f}  wording {hit.wording:+.2f}"
        typer.echo(f"{place:2} {hit.score:6.3f}  {hit.passage.id}\n     {hit.passage.heading}\n     {why}")


@app.command()
def evaluate(
    beir: Annotated[Path | None, typer.Option(help="A collection in BEIR layout.")] = None,
    questions: Annotated[Path | None, typer.Option(help="A question set in Floke’s format.")] = None,
    situations: Annotated[Path | None, typer.Option(help="Labelled situations, as in corpus/situations.jsonl.")] = None,
    conversations: Annotated[
        Path | None, typer.Option(help="Conversations with the document of the last turn.")
    ] = None,
    mode: Annotated[Mode, typer.Option(help="Which signals rank (with --beir).")] = Mode.HYBRID,
    as_json: JsonOption = False,
) -> None:
    """Measure retrieval on a BEIR collection, or answers on questions, situations or conversations."""
    settings = load_settings()
    if sum(path is not None for path in (beir, questions, situations, conversations)) != 1:
        raise InputError("Give one of --beir DIR, --questions FILE, --situations FILE and --conversations FILE.")
    if beir:
        evaluate_collection(settings, beir, mode, as_json)
    elif questions:
        evaluate_questions(settings, questions, as_json)
    elif situations:
        evaluate_situations(settings, situations)
    elif conversations:
        evaluate_conversations(settings, conversations)


@app.command()
def check() -> None:
    """Tell an editor what is wrong in the corpus."""
    from assistant.checking import problems

    found = problems(load_settings().corpus_dir)
    for problem in found:
        typer.echo(problem)
    if found:
        raise typer.Exit(1)
    errors.print("The corpus holds together.")


@app.command()
def calibrate() -> None:
    """Learn from labelled questions when to decline, what the guide is silent on, and the language."""
    from assistant.calibration import calibrate as learn
    from assistant.opening import open_workshop

    typer.echo(f"texts={learn(open_workshop(load_settings()))}")


@app.command()
def train(
    validate: Annotated[bool, typer.Option("--validate", help="Also measure by writer, sector and style.")] = False,
) -> None:
    """Learn approaches, rivals and danger from corpus/situations.jsonl and danger.jsonl; write the models beside them."""
    from assistant.opening import open_workshop
    from assistant.training import train as learn
    from assistant.validation import validate as measured

    workshop = open_workshop(load_settings())
    typer.echo(f"situations={learn(workshop)}")
    for item in measured(workshop) if validate else ():
        typer.echo(" ".join(f"{name}={value}" for name, value in asdict(item).items()))


@app.command()
def ship() -> None:
    """Write the current index's vectors to corpus/vectors.npz, so that a first start embeds nothing."""
    from assistant.encoders import open_encoder
    from assistant.index import open_index
    from assistant.shipping import ship_vectors

    settings = load_settings()
    open_index(settings, open_encoder(settings.embedding_model, settings.encoder_dir))
    typer.echo(f"vectors={ship_vectors(settings)}")


def main() -> None:
    """Run a command; an error is one line on stderr with what mends it."""
    try:
        app(standalone_mode=True)
    except FlokeError as error:
        errors.print(f"[bold]Floke:[/bold] {error}")
        sys.exit(2 if isinstance(error, InputError) else 1)
