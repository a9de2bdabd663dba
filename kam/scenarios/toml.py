"""A scenario as TOML to read, keep and hand on; a policy packed into a link."""

from __future__ import annotations

import base64
import json
import tomllib
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import fields, replace
from datetime import date
from typing import Any

from kam.curves import Curve
from kam.errors import PolicyError, UnknownName
from kam.indicators import INDICATORS
from kam.policy import Policy
from kam.red_lines import RED_LINES
from kam.scenarios.scenario import Scenario
from kam.words import say

FORMAT = 1
LONGEST = 100_000  # letters of a scenario's text
_HEAD = ("format", "name", "note", "as_of", "rules", "weights", "unknown", "red_lines", "curves")
_OWN = {"weights", "curves", "missing", "red_lines", "off"}  # told in tables of their own
_KNOBS: dict[str, Any] = {f.name: f.default for f in fields(Policy) if f.name not in _OWN}
_CURVE = ("shape", "worst", "typical", "best")


def to_toml(scenario: Scenario) -> str:
    """The scenario as TOML text, everything that differs from nothing written out.

    >>> print(to_toml(Scenario("Cash", Policy()))[:36])
    format = 1
    name = "Cash"
    note = ""
    """
    policy = scenario.policy
    head: dict[str, Any] = {"format": FORMAT, "name": scenario.name, "note": scenario.note}
    if scenario.as_of is not None:
        head["as_of"] = scenario.as_of
    rules = {n: getattr(policy, n) for n in _KNOBS if getattr(policy, n) is not None}
    parts = [
        _lines(head),
        "\n[rules]\n" + _lines(rules | {"off": list(policy.off)}),
        "\n[weights]\n" + _lines(policy.points),
        "\n[unknown]\n" + _lines(dict(policy.missing)),
        "\n[red_lines]\n" + _lines(dict(policy.red_lines)),
    ]
    for curve in policy.curves:
        set_ones = {n: a for n, a in curve.anchors.items() if a is not None}
        parts.append(f"\n[curves.{curve.measure}]\n" + _lines({"shape": curve.shape} | set_ones))
    return "".join(parts)


def _lines(values: Mapping[str, Any]) -> str:
    return "".join(f"{name} = {_value(value)}\n" for name, value in values.items())


def _value(value: Any) -> str:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list):
        return "[" + ", ".join(_value(v) for v in value) + "]"
    if isinstance(value, float):
        return repr(value)
    return json.dumps(value, ensure_ascii=False)  # a JSON string without control letters is TOML


def from_toml(text: str, name: str = "") -> Scenario:
    """The scenario a TOML text says; what it leaves out is as by default.

    Parameters
    ----------
    name : used where the text has none (a file's stem)

    Raises
    ------
    UnknownName
        A key is none of ours: it is named, with the nearest one.
    PolicyError
        The text is no TOML, or a value is not of the kind or size its key wants.
    """
    try:
        told = tomllib.loads(text[:LONGEST])
    except tomllib.TOMLDecodeError as error:
        raise PolicyError(
            say("This is no TOML: {reason}.", reason=str(error)),
            say("Export a scenario to see how one is written."),
            "E_NO_TOML",
        ) from error
    _only(told, _HEAD)
    if told.get("format", FORMAT) != FORMAT:
        raise PolicyError(
            say("This scenario was written by a later version of the product."),
            say("Export it there again, or update."),
            "E_SCENARIO_FORMAT",
        )
    day = told.get("as_of")
    if day is not None and type(day) is not date:
        raise _wrong("as_of", say("a day such as 2026-03-31"))
    return Scenario(_text(told, "name") or name, _policy(told), day, _text(told, "note"))


def _policy(told: Mapping[str, Any]) -> Policy:
    rules = _table(told, "rules")
    _only(rules, (*_KNOBS, "off"))
    knobs = {n: _like(n, v, _KNOBS[n]) for n, v in rules.items() if n != "off"}
    policy = Policy().with_preset(knobs.pop("preset", "balanced"))
    weights = {n: _number(n, v) for n, v in _table(told, "weights").items()}
    off = rules.get("off", [])
    if not isinstance(off, list) or not all(isinstance(n, str) for n in off):
        raise _wrong("off", say("a list of indicators"))
    lines = _table(told, "red_lines")
    policy = replace(
        policy.with_points(weights),
        **knobs,
        off=tuple(i for i in INDICATORS if i in off) + tuple(i for i in off if i not in INDICATORS),
        missing=_pairs(_table(told, "unknown"), INDICATORS, _words),
        red_lines=_pairs(lines, RED_LINES, _number) if "red_lines" in told else policy.red_lines,
    )
    for measure, said in _table(told, "curves").items():
        if not isinstance(said, dict):
            raise _wrong(measure, say("a table"))
        _only(said, _CURVE)
        anchors = {n: _number(n, v) for n, v in said.items() if n != "shape"}
        policy = policy.with_curve(
            Curve(measure, _words("shape", said.get("shape", "linear")), **anchors)
        )
    return policy


def _pairs(
    table: Mapping[str, Any], order: Iterable[str], read: Any
) -> tuple[tuple[str, Any], ...]:
    """A table as pairs in declared order, unknown names last (the policy refuses them by name)."""
    names = [n for n in order if n in table]
    names += [n for n in table if n not in names]
    return tuple((n, read(n, table[n])) for n in names)


def _only(table: Mapping[str, Any], known: Iterable[str]) -> None:
    names = list(known)
    for name in table:
        if name not in names:
            raise UnknownName.nearest("key", name, names)


def _table(told: Mapping[str, Any], name: str) -> dict[str, Any]:
    found = told.get(name, {})
    if not isinstance(found, dict):
        raise _wrong(name, say("a table"))
    return found


def _text(told: Mapping[str, Any], name: str) -> str:
    return _words(name, told.get(name, ""))


def _words(name: str, value: Any) -> str:
    if not isinstance(value, str):
        raise _wrong(name, say("text in quotes"))
    return value


def _number(name: str, value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise _wrong(name, say("a number"))
    return float(value)


def _like(name: str, value: Any, default: Any) -> Any:
    """A knob's value, of the kind its default is."""
    if isinstance(default, str) or name == "currency":
        return _words(name, value)
    if isinstance(default, int) or default is None:
        if isinstance(value, bool) or not isinstance(value, int):
            raise _wrong(name, say("a whole number"))
        return value
    return _number(name, value)


def _wrong(name: str, wanted: Any) -> PolicyError:
    return PolicyError(
        say("The value of {key} is of the wrong kind.", key=name),
        say("Write {wanted}.", wanted=wanted),
        "E_SCENARIO_VALUE",
    )


def packed(policy: Policy, *, weights: bool = False) -> str:
    """What a policy says otherwise than the default, in few letters for a link; "" for nothing.

    ``weights``: with its weights, too.

    >>> packed(Policy()), unpacked(packed(Policy(key_places=7)), Policy()).key_places
    ('', 7)
    """
    bare = replace(policy, preset=Policy().preset)
    bare = bare if weights else replace(bare, weights=Policy().weights)
    if bare == Policy():
        return ""
    usual = _sections(Policy())
    said = {n: text for n, text in _sections(bare).items() if text != usual.get(n)}
    if "rules" in said:  # what is left out of rules is as by default, line by line
        known = set(usual["rules"].splitlines())
        said["rules"] = "\n".join(x for x in said["rules"].splitlines() if x not in known)
    lines = "\n".join(f"[{name}]\n{text}" for name, text in said.items())
    raw = zlib.compress(lines.encode(), 9)
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def _sections(policy: Policy) -> dict[str, str]:
    parts = ("\n" + to_toml(Scenario("-", policy))).split("\n[")[1:]
    return dict(part.split("]\n", 1) for part in parts)


def unpacked(text: str, base: Policy) -> Policy:
    """The policy a link says; what it says not, its weights and preset, are those of ``base``.

    A damaged link says nothing at all.
    """
    try:
        raw = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
        engine = zlib.decompressobj()
        text = engine.decompress(raw, LONGEST).decode()
        found = from_toml(text, "-").policy
    except (ValueError, zlib.error, PolicyError, UnknownName):
        return base
    if not engine.eof:  # cut off, or longer than any scenario
        return base
    weights = found.weights if "[weights]" in text else base.weights
    return replace(found, preset=base.preset, weights=weights)
