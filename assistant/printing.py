"""An answer as plain text for a terminal."""

from assistant.answer import Answer, Citation, Step
from assistant.domain import Language
from assistant.wording import say


def printed(answer: Answer) -> str:
    """Return the answer with its sources, next steps, cases and follow-ups."""
    language = answer.language
    parts = [answer.text]
    if answer.situation and answer.situation.question:
        parts.append("\n".join([answer.situation.question, *(f"- {choice}" for choice in answer.situation.choices)]))
    if answer.next_steps:
        parts.append(
            "\n".join([f"{say('next_steps', language)}:", *(_step(step, language) for step in answer.next_steps)])
        )
    if answer.citations:
        parts.append("\n".join([f"{say('sources', language)}:", *map(_source, answer.citations)]))
    if answer.cases:
        parts.append(f"{say('cases', language)}: {', '.join(answer.cases)}")
    if answer.suggestions:
        parts.append("\n".join([f"{say('suggestions', language)}:", *(f"- {text}" for text in answer.suggestions)]))
    return "\n\n".join(parts)


def _step(step: Step, language: Language) -> str:
    return f"- {step.title}: {step.text} [{step.citation}] ({say(step.basis, language)})"


def _source(citation: Citation) -> str:
    quote = " ".join(citation.quote.split())
    return f"[{citation.number}] {citation.title}: {citation.section}\n    «{quote}»\n    {citation.url}"
