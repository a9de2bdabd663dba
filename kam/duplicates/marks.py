"""Marks that name a company whatever it is called: tax number, mail domain, telephone, street."""

from __future__ import annotations

import re
import unicodedata

from kam.duplicates.names import fold

# Who has an address there is anybody.
_MAIL = """
gmail.com googlemail.com hotmail.com hotmail.fr outlook.com outlook.de live.com msn.com aol.com
yahoo.com yahoo.de yahoo.fr yahoo.es icloud.com me.com mac.com protonmail.com proton.me gmx.de
gmx.net gmx.at gmx.ch web.de t-online.de freenet.de arcor.de orange.fr wanadoo.fr free.fr sfr.fr
laposte.net neuf.fr libero.it telefonica.net mail.ru yandex.ru qq.com 163.com 126.com 139.com
sina.com sina.cn sohu.com foxmail.com aliyun.com yeah.net 188.com vip.163.com vip.qq.com example.com
"""
_PROVIDERS = frozenset(_MAIL.split())
_SECOND_LEVEL = {"co", "com", "net", "org", "gov", "edu", "ac"}


def tax_id(value: str) -> str:
    """A tax number in one spelling; "" where it is none.

    >>> tax_id("DE 123.456.789"), tax_id("123456789"), tax_id("000000000")
    ('123456789', '123456789', '')
    """
    text = re.sub(r"[^0-9A-Z]", "", unicodedata.normalize("NFKC", value).upper())
    text = re.sub(r"^[A-Z]{2}(?=[0-9A-Z]{7,}$)", "", text)
    digits = sum(c.isdigit() for c in text)
    return text if len(text) > 5 and digits > 4 and len(set(text)) > 2 else ""


def domain(value: str) -> str:
    """The domain of a mail or web address; "" for a mail provider's.

    >>> domain("Jane@sales.Bosch.com"), domain("https://www.acme.co.uk/x"), domain("a@qq.com")
    ('bosch.com', 'acme.co.uk', '')
    """
    text = re.sub(r"^[a-z]+://", "", value.strip().casefold())
    text = re.split(r"[/?#:\s,;>]", text.rsplit("@", 1)[-1])[0].strip(".")
    parts = text.split(".")
    if len(parts) < 2 or not all(parts) or text in _PROVIDERS:
        return ""
    keep = 3 if len(parts) > 2 and len(parts[-1]) == 2 and parts[-2] in _SECOND_LEVEL else 2
    found = ".".join(parts[-keep:])
    return "" if found in _PROVIDERS else found


def email(value: str) -> str:
    """A mail address in one spelling; "" where it is none.

    >>> email(" Jane@Bosch.com ")
    'jane@bosch.com'
    """
    text = value.strip().casefold()
    return text if re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", text) else ""


def phone(value: str) -> str:
    """The last nine digits of a telephone number; "" where there are fewer than seven.

    >>> phone("+49 (0)711 811-0123") == phone("0711 8110123")
    True
    """
    digits = re.sub(r"\D", "", unicodedata.normalize("NFKC", value).replace("(0)", ""))
    digits = digits.lstrip("0")
    return digits[-9:] if len(digits) > 6 and len(set(digits)) > 2 else ""


def street(value: str) -> str:
    """A street with its number in one spelling; "" without a number: a town has many companies.

    >>> street("Hauptstraße 12") == street("Hauptstr. 12")
    True
    """
    text = re.sub(r"strasse|str\b|street|st\b", "str", fold(value)).replace(" ", "")
    return text if any(c.isdigit() for c in text) and len(text) > 4 else ""
