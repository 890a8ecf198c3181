"""How a moment, a period and a number are said: as the reader writes them, not as the computer does."""

from datetime import date, datetime, timedelta

from assistant.domain import Language
from assistant.wording import say


def spelled_date(when: date, language: Language) -> str:
    """Return a date as it is written in running text."""
    return say("export_date", language, day=when.day, month=_month(when, language), year=when.year)


def spelled_month(when: date, language: Language) -> str:
    """Return a month with its year."""
    return f"{_month(when, language)} {when.year}"


def _month(when: date, language: Language) -> str:
    return say("export_months", language).split()[when.month - 1]


def spelled_time(moment: datetime, now: datetime, language: Language) -> str:
    """Return a moment as the reader says it, in the zone of `now`: the hour of today and yesterday, else the date."""
    here = moment.astimezone(now.tzinfo)
    for key, day in (("conversations_today", now.date()), ("conversations_yesterday", now.date() - timedelta(days=1))):
        if here.date() == day:
            return say(key, language, hour=f"{here:%H}", minute=f"{here:%M}")
    return spelled_date(here.date(), language)


def spelled_retention(language: Language, days: int) -> str:
    """Return the sentence on how long conversations are kept; 0 days is for ever."""
    return say("about_retention", language, days=days) if days > 0 else say("about_retention_never", language)


def spelled_number(value: float, form: str, language: Language) -> str:
    """Return a number in a form of `format`, with the decimal mark that the language has."""
    return format(value, form).replace(".", say("decimal_mark", language))
