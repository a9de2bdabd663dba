"""A certificate as one file that any browser prints: no script, no picture, nothing from elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import Any

from kam.certificate.form import Certificate, Section, cell
from kam.columns import shown
from kam.words import N_, Sentence, plain, translate

_BOLD = "\ue000", "\ue001"  # marks that no foreign text holds: ``plain`` takes them out
_STYLE = """
@page { size: A4; margin: 16mm 14mm }
body { font: 10.5pt/1.5 "Segoe UI", "Noto Sans", "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC",
       sans-serif; color: #1b1f24; background: #fff; max-width: 182mm; margin: 8mm auto; padding: 0 4mm }
h1 { font-size: 17pt; margin: 0 0 2mm } h2 { font-size: 12pt; margin: 6mm 0 1.5mm }
p { margin: 0 0 1.5mm } .answer { font-size: 12.5pt; margin: 3mm 0 4mm }
table { border-collapse: collapse; width: 100%; font-size: 9pt; margin-top: 2mm }
th, td { text-align: left; vertical-align: top; padding: 1mm 2mm; border-bottom: .2mm solid #d0d5da }
th { border-bottom: .4mm solid #57606a; font-weight: 600 } .n { text-align: right; white-space: nowrap }
tr, h2 { break-inside: avoid } h2 { break-after: avoid } thead { display: table-header-group }
.foot td { border: 0; padding: .3mm 4mm .3mm 0; color: #57606a }
.sign { display: flex; gap: 8mm; margin-top: 12mm; break-inside: avoid }
.sign div { flex: 1; border-top: .3mm solid #1b1f24; padding-top: 1mm; font-size: 9pt; color: #57606a }
@media print { body { margin: 0; padding: 0; max-width: none } }
"""
_SIGNED = (N_("Decided by"), N_("Day"), N_("Signature"))


def html_bytes(certificate: Certificate, lang: str) -> bytes:
    """The certificate as a web page of its own, UTF-8; foreign text is text and nothing else.

    Source: reliability.md rule 8; issue 4 (printable).
    """
    tag = "zh-CN" if lang.startswith("zh") else "en"
    title = plain(certificate.title.in_language(lang))
    body = "\n".join(_body(certificate, lang))
    return (
        f'<!DOCTYPE html>\n<html lang="{tag}"><head><meta charset="utf-8">\n'
        '<meta http-equiv="Content-Security-Policy" content="default-src \'none\';'
        " style-src 'unsafe-inline'\">\n"
        f"<title>{escape(title)}</title><style>{_STYLE}</style></head>\n<body>\n{body}\n"
        "</body></html>\n"
    ).encode()


def _body(certificate: Certificate, lang: str) -> Iterator[str]:
    yield f"<h1>{_said(certificate.title, lang)}</h1>"
    yield f'<p class="answer">{_said(certificate.answer, lang)}</p>'
    for section in certificate.sections:
        yield f"<h2>{escape(translate(section.title, lang))}</h2>"
        yield from (f"<p>{_said(sentence, lang)}</p>" for sentence in section.sentences)
        if len(section.rows):
            yield _table(section, certificate.currency, lang)
    yield '<table class="foot"><tbody>'
    for label, value in certificate.foot:
        yield f"<tr><td>{escape(translate(label, lang))}</td><td>{_said(value, lang)}</td></tr>"
    yield "</tbody></table>"
    signed = "".join(f"<div>{escape(translate(label, lang))}</div>" for label in _SIGNED)
    yield f'<div class="sign">{signed}</div>'


def _said(sentence: Sentence, lang: str) -> str:
    """A sentence with its quantities bold; whatever it names is escaped."""
    marked = sentence.in_language(
        lang, text=plain, number=lambda words: f"{_BOLD[0]}{words}{_BOLD[1]}"
    )
    return escape(marked).replace(_BOLD[0], "<b>").replace(_BOLD[1], "</b>")


def _table(section: Section, currency: str | None, lang: str) -> str:
    units = {name: shown(name).unit for name in section.columns}
    head = "".join(
        f"<th{_class(units[n])}>{escape(translate(section.heading(n), lang))}</th>"
        for n in section.columns
    )
    lines = "\n".join(
        "<tr>" + "".join(_cell(row[n], units[n], currency, lang) for n in section.columns) + "</tr>"
        for row in section.rows.to_dict("records")
    )
    return f"<table><thead><tr>{head}</tr></thead><tbody>\n{lines}\n</tbody></table>"


def _cell(value: Any, unit: str, currency: str | None, lang: str) -> str:
    return f"<td{_class(unit)}>{escape(plain(cell(value, unit, currency, lang)))}</td>"


def _class(unit: str) -> str:
    return "" if unit == "text" else ' class="n"'
