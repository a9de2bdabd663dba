"""The words of the command line: which commands there are and what each takes."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from datetime import date
from typing import Any, NoReturn

from kam.cli import choosing, commands, proof, safety
from kam.cli.answers import Answer
from kam.dependence import CUTS, LINKS
from kam.errors import UnknownName
from kam.periods import WINDOWS
from kam.portfolio import AMOUNTS
from kam.schema import TABLES
from kam.words import LANGUAGES


class Helped(Exception):
    """Help was asked for; its text is the answer."""


class _Parser(argparse.ArgumentParser):
    """Raises instead of exiting, so that --json can still answer with one object."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(allow_abbrev=False, **settings)

    def error(self, message: str) -> NoReturn:
        """Say what is wrong with the words given."""
        raise UnknownName(message, self.format_usage().strip(), "E_USAGE")

    def print_help(self, file: Any = None) -> NoReturn:
        """Hand the help on as the answer."""
        raise Helped(self.format_help())


def _count(text: str) -> int:
    """A whole number from 1 on."""
    number = int(text)
    if number < 1:
        raise ValueError(text)
    return number


def _chance(text: str) -> float:
    """A number from 0 to 1."""
    number = float(text)
    if not 0 <= number <= 1:
        raise ValueError(text)
    return number


def parser() -> argparse.ArgumentParser:
    """All commands with their options."""
    top = _Parser(prog="python -m kam", description="Key account management, by command line.")
    subparsers = top.add_subparsers(dest="command", required=True, parser_class=_Parser)

    def _command(name: str, answer: Callable[..., Answer], about: str) -> argparse.ArgumentParser:
        sub = subparsers.add_parser(name, help=about, description=about)
        sub.add_argument("--db", help="the store's file; else KAM_DB, else data/kam.duckdb")
        sub.add_argument("--json", action="store_true", help="print one JSON object")
        sub.add_argument("--lang", choices=sorted(LANGUAGES), default="en")
        sub.set_defaults(answer=answer)
        return sub

    def _dated(sub: argparse.ArgumentParser) -> argparse.ArgumentParser:
        sub.add_argument(
            "--as-of", type=date.fromisoformat, help="YYYY-MM-DD; else the last order day"
        )
        sub.add_argument("--currency", metavar="CODE", help="tell amounts in this currency")
        return sub

    _command("demo", commands.demo, "Make the sample company.")
    sub = _command("import", commands.bring, "Import files: all of them, or nothing.")
    sub.add_argument("file", nargs="+", help="files or folders")
    sub.add_argument("--table", choices=sorted(TABLES))
    sub.add_argument("--map", help="a mapping file (TOML)")
    sub.add_argument("--dry-run", action="store_true", help="say what would happen, store nothing")
    _command("status", commands.status, "What the store holds and what it can answer.")
    sub = _dated(_command("pareto", choosing.pareto, "How few accounts carry how much."))
    sub.add_argument("--measure", choices=sorted(AMOUNTS), default="revenue")
    sub.add_argument("--window", choices=WINDOWS, default="all")
    sub.add_argument("--by", choices=sorted(CUTS), help="also each part of the business by itself")
    sub.add_argument("--compare", action="store_true", help="other measures, and the year before")
    sub = _dated(_command("whatif-loss", choosing.whatif_loss, "What goes if an account leaves."))
    sub.add_argument("id")
    for link in LINKS:
        sub.add_argument(f"--{link}-rate", type=_chance, metavar="P", help="chance of following")

    def _weighted(sub: argparse.ArgumentParser) -> argparse.ArgumentParser:
        sub.add_argument("--scenario", help="a scenario's file (TOML), or its name in the store")
        sub.add_argument("--preset")
        sub.add_argument("--weight", action="append", metavar="ID=NUMBER")
        return sub

    _dated(_weighted(_command("segments", choosing.segments, "True, false, potential accounts.")))
    sub = _dated(_weighted(_command("rank", commands.rank, "Rank accounts by their value score.")))
    sub.add_argument("--top", type=int)
    for name, answer, about in (
        ("robustness", proof.robustness, "What the first K withstand when weights change."),
        ("backtest", proof.backtest, "How the weights would have chosen at past quarter ends."),
        ("certificate", proof.certificate, "The decision about one account, or about the list."),
    ):
        sub = _dated(_weighted(_command(name, answer, about)))
        sub.add_argument(
            "--top",
            type=_count,
            metavar="K",
            help="length of the list; else the scenario's, else 10",
        )
    sub.add_argument("id", nargs="?", help="an account; else the list")
    sub = _dated(_command("account", commands.account, "Everything about one account."))
    sub.add_argument("id")
    sub = _dated(_command("churn", commands.churn, "Who is likely to leave."))
    sub.add_argument("--horizon", type=int, metavar="DAYS")
    sub.add_argument("--evaluate", action="store_true")
    _command("check", safety.check, "Whether the store holds together: rows, ledger, audit.")
    _command("recover", safety.recover, "Bring a store that does not open back; copies are kept.")
    sub = _command("backup", safety.backup, "One whole copy of the store.")
    sub.add_argument("file", nargs="?", help="where to; else beside the store")
    sub = _command("restore", safety.restore, "Let the store hold what a backup holds.")
    sub.add_argument("file")
    return top
