"""Checks on what identifies a publication, shared by forms, imports and the models."""

from __future__ import annotations

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

OLDEST, LATEST = 1450, 2100


def bare_isbn(text: str) -> str:
    """Give an ISBN's digits without hyphens and blanks."""
    return re.sub(r"[\s-]", "", text).upper()


def bare_doi(text: str) -> str:
    """Give a DOI without the address it may be written as, in lower case."""
    return re.sub(r"^(https?://(dx\.)?doi\.org/|doi:)\s*", "", text.strip(), flags=re.I).lower()


def validate_isbn(text: str) -> None:
    """Hold the check digit of an ISBN of ten or thirteen digits (ISO 2108)."""
    digits = bare_isbn(text)
    if re.fullmatch(r"[0-9]{13}", digits):
        total = sum(int(digit) * (1, 3)[place % 2] for place, digit in enumerate(digits))
        if total % 10 == 0:
            return
    if re.fullmatch(r"[0-9]{9}[0-9X]", digits) and _ten_divides(digits):
        return
    raise ValidationError(_("This is no ISBN: its check digit doesn't fit. Compare every digit."))


def _ten_divides(digits: str) -> bool:
    values = [10 if digit == "X" else int(digit) for digit in digits]
    total = sum((10 - place) * value for place, value in enumerate(values))
    return total % 11 == 0


def validate_issn(text: str) -> None:
    """Hold the form and the check digit of an ISSN (ISO 3297)."""
    match = re.fullmatch(r"([0-9]{4})-?([0-9]{3}[0-9X])", text.strip().upper())
    if match:
        values = [10 if digit == "X" else int(digit) for digit in match[1] + match[2]]
        if sum((8 - place) * value for place, value in enumerate(values)) % 11 == 0:
            return
    raise ValidationError(_("This is no ISSN: write it as 1234-5679, and compare every digit."))


def validate_doi(text: str) -> None:
    """Hold the form of a DOI (ISO 26324): it can't be looked up from here."""
    if not re.fullmatch(r"10\.[0-9]{4,9}(\.[0-9]+)*/\S+", bare_doi(text)):
        raise ValidationError(_("A DOI begins with 10. and has a slash: 10.1234/abcd."))


def validate_urn(text: str) -> None:
    """Hold the form of a URN (RFC 8141)."""
    if not re.fullmatch(r"urn:[a-z0-9][a-z0-9-]{0,31}:\S+", text.strip(), re.IGNORECASE):
        raise ValidationError(_("A URN looks like URN:NBN:no-1234."))


def validate_language(text: str) -> None:
    """Hold the form of a language code (ISO 639)."""
    if not re.fullmatch(r"[a-z]{2,3}", text):
        raise ValidationError(_("A language is given by its code: nn, nb, en, se."))


def validate_year(year: int) -> None:
    """Refuse what is no year of a publication."""
    if not OLDEST <= year <= LATEST:
        raise ValidationError(_("Write the year with four digits."))
