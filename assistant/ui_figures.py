"""Shares with their 95 % intervals as a table that is read by eye and by ear alike."""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from html import escape
from pathlib import Path
from typing import Any

from assistant.domain import Language
from assistant.metrics import wilson
from assistant.spelled import spelled_month
from assistant.wording import say

_PATH = Path(__file__).parent / "texts" / "figures.toml"


@dataclass(frozen=True, slots=True)
class Share:
    """How often it went well; `note` tells what it was measured on."""

    label: str
    note: str
    right: int
    of: int


@lru_cache(maxsize=3)
def written_shares(language: Language) -> tuple[Share, ...]:
    """Return the figures that stand in `texts/figures.toml`: those that are published."""
    return tuple(
        Share(item["label"][language], item["set"][language], item["right"], item["of"]) for item in _figures()
    )


@lru_cache(maxsize=3)
def measured(language: Language) -> str:
    """Return when the published figures were measured: a month, or the first and the last."""
    months = sorted({item["date"] for item in _figures()})
    return " – ".join(dict.fromkeys(_month(text, language) for text in (months[0], months[-1])))


def shares_table(shares: Sequence[Share], caption: str, language: Language) -> str:
    """Return the table; the bar is for the eye only, since all that it shows stands beside it in digits."""
    heads = "".join(f'<th scope="col">{escape(say(f"figures_{name}", language))}</th>' for name in ("what", "share"))
    rows = "".join(_row(share, language) for share in shares)
    head = f"<caption>{escape(caption)}</caption><thead><tr>{heads}</tr></thead>"
    return f'<table class="fl-figures" lang="{language}">{head}<tbody>{rows}</tbody></table>'


def _row(share: Share, language: Language) -> str:
    low, high = (round(100 * edge) for edge in wilson(share.right, share.of))
    note = f'<span class="fl-small">{escape(share.note)}</span>' if share.note else ""
    percent = say("figures_percent", language, number=round(100 * share.right / max(share.of, 1)))
    counted = say("figures_of", language, right=share.right, of=share.of)
    interval = f"{escape(say('figures_interval', language))} <b>{escape(say('figures_range', language, low=low, high=high))}</b>"
    bar = f'<i class="fl-range"><i style="left:{low}%;width:{max(high - low, 1)}%"></i></i>'
    told = f"<b>{escape(percent)}</b> <span>{escape(counted)}</span>{bar}"
    told += f'<span class="fl-small">{interval}</span>'
    return f'<tr><th scope="row">{escape(share.label)}{note}</th><td>{told}</td></tr>'


@lru_cache(maxsize=1)
def _figures() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = tomllib.loads(_PATH.read_text(encoding="utf-8"))["figures"]
    return found


def _month(text: str, language: Language) -> str:
    """Return `2026-11` as it is written in running text."""
    return spelled_month(date.fromisoformat(f"{text}-01"), language)
