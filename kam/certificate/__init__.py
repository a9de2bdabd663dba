"""The decision certificate: what was decided, on what evidence, and what would change it."""

from kam.certificate.account import of_account
from kam.certificate.form import Certificate, Section
from kam.certificate.list import of_list
from kam.certificate.printed import html_bytes

__all__ = ["Certificate", "Section", "html_bytes", "of_account", "of_list"]
