"""Floke's errors. Expected outcomes are values (see `answer.py`); these are what a person must mend.

FlokeError
├── SettingsError   a setting that cannot be used
├── CorpusError     a text of the corpus that cannot be read
├── EncoderError    no encoder ready, or one that does not fit
├── StaleIndexError no index, an old one, or one made with another encoder
├── DatabaseError   a database that cannot be used, or a stored record that cannot be read
└── InputError      wrong use of the command line, unreadable files
"""


class FlokeError(Exception):
    """An error with its remedy: what is wrong, naming the file or setting, and what mends it."""

    def __init__(self, message: str, remedy: str = "") -> None:
        super().__init__(f"{message} {remedy}".strip())
        self.message = message
        self.remedy = remedy


class SettingsError(FlokeError):
    """A setting that cannot be used."""


class CorpusError(FlokeError):
    """A text of the corpus that cannot be read or does not hold together."""


class EncoderError(FlokeError):
    """No encoder is ready, or the one that is does not fit the index."""


class StaleIndexError(FlokeError):
    """There is no index, or it was made from another corpus or with another encoder."""


class DatabaseError(FlokeError):
    """The database cannot be reached or used, or what it holds cannot be read back."""


class InputError(FlokeError):
    """Wrong use or unreadable input; the command line exits with 2."""
