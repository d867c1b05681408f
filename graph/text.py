"""Texts that exist in Chinese and English, side by side.

Two languages, both written where the thing is declared: a title cannot lack one of them (the type checker sees to it),
no catalogue has to be compiled, and the two texts are read together by whoever changes one.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import Literal

Language = Literal["zh", "en"]

LANGUAGE_VARIABLES = ("XINLIAN_LANG", "LC_ALL", "LC_MESSAGES", "LANG")


@dataclass(frozen=True, slots=True)
class Text:
    """One text in both languages; may hold ``{placeholders}`` for `format`."""

    zh: str
    en: str

    def to(self, language: Language) -> str:
        """The text in `language`."""
        return self.zh if language == "zh" else self.en

    def joined(self, other: Text) -> Text:
        """Both texts, one sentence after the other."""
        return Text(f"{self.zh}；{other.zh}", f"{self.en}; {other.en}")

    def format(self, **values: object) -> Text:
        """Both texts with their placeholders filled; a value that is a `Text` goes in in the matching language."""

        def filled(language: Language) -> str:
            plain = {k: v.to(language) if isinstance(v, Text) else v for k, v in values.items()}
            return self.to(language).format(**plain)

        return Text(filled("zh"), filled("en"))


def preferred_language(environment: dict[str, str] | None = None) -> Language:
    """The language that the environment asks for: English where its locale says so, Chinese otherwise.

    The C and POSIX locales say nothing about a language, so they are passed over.
    """
    variables = os.environ if environment is None else environment
    for name in LANGUAGE_VARIABLES:
        value = variables.get(name, "").lower()
        if value and value.split(".")[0] not in ("c", "posix"):
            return "en" if value.startswith("en") else "zh"
    return "zh"
