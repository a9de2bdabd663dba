"""The command line: the same answers as the pages, for scripts and schedulers."""

from __future__ import annotations

import json
import os
import sys
import traceback
from typing import Any

from kam.cli.answers import DONE, FAILED, REFUSED, USAGE, Answer, tell
from kam.cli.arguments import Helped, parser
from kam.cli.stores import store_path
from kam.errors import KamError, PolicyError, UnknownName
from kam.words import Sentence, say

__all__ = ["main", "store_path"]


def main(arguments: list[str]) -> int:
    """Run one command; stdout carries the answer, stderr everything else.

    Returns
    -------
    0 done; 1 could not answer; 2 usage; 3 rows rejected; 4 refused or a question (cli.md).
    """
    answer, lines, code = _answered(arguments)
    text = "\n".join(lines)
    if "--json" in arguments:
        text = json.dumps(answer, ensure_ascii=False, default=str)
    try:
        if text:
            print(text)
        sys.stdout.flush()
    except BrokenPipeError:
        # The reader has seen enough (| head): no fault, and nothing more to say.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return code


def _answered(arguments: list[str]) -> Answer:
    lang = "en"
    try:
        options = parser().parse_args(arguments)
        lang = options.lang
        answer, lines, code = options.answer(options)
        return _without_nan(answer), lines, code
    except Helped as helped:
        return {"help": str(helped)}, [str(helped)], DONE
    except KamError as error:
        asked_wrongly = isinstance(error, UnknownName | PolicyError) or error.code == "E_MAPPING"
        code = USAGE if asked_wrongly else FAILED
        code = REFUSED if error.code == "E_STORE_NOT_EMPTY" else code
        problem, mend = (_said(part, lang) for part in (error.problem, error.mend))
        return _failure(error.code, problem, mend), [], code
    except Exception as error:
        # A fault of ours: whoever runs the command still gets one object and the trace.
        traceback.print_exc(file=sys.stderr)
        what = say("The command failed: {error}.", error=f"{type(error).__name__}: {error}")
        then = say("Nothing was stored. Please report it with the lines above.")
        said = what.in_language(lang), then.in_language(lang)
        return _failure("E_UNEXPECTED", *said), [], FAILED


def _without_nan(value: Any) -> Any:
    """JSON has no NaN: unknown is null, wherever it stands."""
    if isinstance(value, dict):
        return {k: _without_nan(v) for k, v in value.items()}
    if isinstance(value, list):
        return [_without_nan(v) for v in value]
    return None if isinstance(value, float) and value - value != 0 else value


def _failure(code: str, problem: str, mend: str) -> dict[str, Any]:
    tell(f"{problem} {mend}")
    return {"error": {"code": code, "problem": problem, "mend": mend}}


def _said(part: object, lang: str) -> str:
    return part.in_language(lang) if isinstance(part, Sentence) else str(part)
