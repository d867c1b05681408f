"""The base of every error that a user can mend; the command line shows it as one line."""

from __future__ import annotations

from .text import Text


class XinlianError(Exception):
    """Something that the user can mend; `message` says in both languages what is wrong and what to do."""

    def __init__(self, message: Text) -> None:
        super().__init__(message.en)
        self.message = message
