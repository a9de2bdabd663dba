"""By which weights and rules a command judges: a scenario, a preset, single weights."""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path

from kam import scenarios
from kam.errors import PolicyError, UnknownName
from kam.policy import Policy
from kam.scenarios import Scenario
from kam.store import Facts
from kam.words import say


def asked(options: argparse.Namespace, facts: Facts | None = None) -> Scenario:
    """The scenario that a command's words say, its preset, weights and day put over it.

    Without ``facts`` the words are looked at before any store is: files and weights must be right, a
    scenario's name is not looked up yet.

    Raises
    ------
    UnknownName, PolicyError
        There is no such file or scenario, or it says something that is none of ours.
    """
    chosen = _chosen(options.scenario, facts)
    policy = chosen.policy.with_preset(options.preset) if options.preset else chosen.policy
    if options.weight:
        policy = policy.with_points(dict(_weight(w) for w in options.weight))
    policy = told_in(policy, options)
    return replace(chosen, policy=policy, as_of=options.as_of or chosen.as_of)


def told_in(policy: Policy, options: argparse.Namespace) -> Policy:
    """A policy with the currency a command's words say."""
    return replace(policy, currency=options.currency) if options.currency else policy


def _chosen(words: str | None, facts: Facts | None) -> Scenario:
    if words is None:
        return Scenario("-", Policy())
    path = Path(words)
    if path.suffix == ".toml" or path.is_file():
        return _read(path)
    return Scenario(words, Policy()) if facts is None else scenarios.find(facts, words).scenario


def _read(path: Path) -> Scenario:
    try:
        return scenarios.from_toml(path.read_text(encoding="utf-8"), path.stem)
    except OSError as error:
        raise UnknownName(
            say("There is no file {file}.", file=str(path)),
            say("Check the name and the folder."),
            "E_NO_FILE",
        ) from error
    except UnicodeDecodeError as error:
        raise PolicyError(
            say("{file} is no text in UTF-8.", file=path.name),
            say("Save it as UTF-8."),
            "E_NO_TOML",
        ) from error


def _weight(text: str) -> tuple[str, float]:
    name, _, number = text.partition("=")
    try:
        return name, float(number)
    except ValueError:
        raise PolicyError(
            say("'{text}' is not a weight.", text=text),
            say("Write it as ID=NUMBER, for example payment_terms=12."),
            "E_USAGE",
        ) from None
