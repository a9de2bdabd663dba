"""Gather every message of the code into the catalogues; what is new waits for its translation.

``python -m scripts.messages`` updates the files and lists what is untranslated.
"""

from __future__ import annotations

import ast
import re
import sys
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

from kam.words import LANGUAGES, LOCALE_FOLDER

ROOT = Path(__file__).resolve().parent.parent
KEYWORDS = {
    "N_": 1,
    "translate": 1,
    "say": 1,
    "say_count": 2,
}  # leading arguments that are messages


def sources() -> list[Path]:
    """The files that may hold messages."""
    return [
        ROOT / "app.py",
        *sorted((ROOT / "pages").glob("*.py")),
        *sorted((ROOT / "kam").rglob("*.py")),
    ]


def messages() -> Catalog:
    """Every message in the code, as a catalogue without translations."""
    found = Catalog(project="kam", charset="utf-8")
    for path in sources():
        place = (path.relative_to(ROOT).as_posix(), 0)
        for message in messages_of(ast.parse(path.read_text(encoding="utf-8"))):
            found.add(message, locations=[place])
    return found


def messages_of(tree: ast.AST) -> list[str | tuple[str, str]]:
    """The literal messages of a file, nested calls too; a plural message is a pair."""
    found: list[str | tuple[str, str]] = []
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
            continue
        texts = [
            a.value
            for a in node.args[: KEYWORDS.get(node.func.id, 0)]
            if isinstance(a, ast.Constant) and isinstance(a.value, str) and a.value
        ]
        if texts:
            found.append((texts[0], texts[1]) if len(texts) == 2 else texts[0])
    return found


def translated(lang: str) -> Catalog:
    """The catalogue of a language as it is on disk; an empty one where there is none."""
    path = LOCALE_FOLDER / lang / "LC_MESSAGES" / "kam.po"
    if not path.exists():
        return Catalog(locale=lang, project="kam", charset="utf-8")
    with path.open("rb") as source:
        return read_po(source, locale=lang)


def untranslated(catalog: Catalog) -> list[str]:
    """Message ids without a (full, certain) translation."""
    open_ones = []
    for message in catalog:
        if not message.id:
            continue
        # Chinese has one plural form: a plural message's translation is a tuple of one string.
        strings = message.string if isinstance(message.string, tuple | list) else [message.string]
        if message.fuzzy or not all(strings):
            open_ones.append(message.id if isinstance(message.id, str) else message.id[0])
    return open_ones


# Chinese is set with full-width signs, written by number because keyboards and tools swap them.
WIDE = {
    ",": "\uff0c", ";": "\uff1b", ":": "\uff1a", "?": "\uff1f", "!": "\uff01", "(": "\uff08",
    ")": "\uff09",
}  # fmt: skip
_CHINESE = re.compile("[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")
_GLUE = re.compile(r"(\{\w+\}[,;:?!()]?)+")
_BLANK_AFTER = re.compile("([\uff0c\uff1b\uff1a\uff1f\uff01\u3002\u3001\uff09])\\s+")


def full_width(text: str) -> str:
    """Chinese text with Chinese punctuation; numbers, codes and examples stay as they are."""
    if not (_CHINESE.search(text) or _GLUE.fullmatch(text)) or "date_format" in text:
        return text
    padded = f" {text} "
    wide = "".join(
        sign if before.isdigit() and after.isdigit() else WIDE.get(sign, sign)
        for before, sign, after in zip(padded, padded[1:], padded[2:], strict=False)
    )
    return _BLANK_AFTER.sub(r"\1", wide)


def _widened(strings: str | tuple[str, ...]) -> str | tuple[str, ...]:
    if isinstance(strings, str):
        return full_width(strings)
    return tuple(full_width(s) for s in strings)


def main() -> int:
    """Update every catalogue; exit 1 while something is untranslated."""
    found, waiting = messages(), 0
    for lang in LANGUAGES:
        if lang == "en":
            continue
        catalog = translated(lang)
        catalog.update(found, no_fuzzy_matching=True)
        catalog.obsolete.clear()
        catalog.fuzzy = False
        if lang.startswith("zh"):
            for message in catalog:
                if message.id and message.string:
                    message.string = _widened(message.string)
        catalog.header_comment = f"# Messages of the KAM dashboard: {LANGUAGES[lang]}"
        path = LOCALE_FOLDER / lang / "LC_MESSAGES" / "kam.po"
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as target:
            write_po(
                target,
                catalog,
                sort_by_file=True,
                include_lineno=False,
                omit_header=False,
                width=100,
            )
        for message in untranslated(catalog):
            waiting += 1
            print(f"{lang}: {message!r}")
    return 1 if waiting else 0


if __name__ == "__main__":
    sys.exit(main())
