"""A shorter way through the same library for the check that lists of numbers are run through.

The generated function copies each text into a buffer of the library and reads the record back octet by octet, which takes
longer than the check. This one hands the texts over as the C ABI takes them. What is not usual (no text, a NUL in it, a
number that is refused or warned about) goes the generated way, so there is one place for each error.
"""

from __future__ import annotations

import ctypes
import json
from typing import TYPE_CHECKING

from . import _guard, _native
from ._native import IdentifierReport

_library = _native._UniffiLib  # type: ignore[attr-defined]
# Functions of their own: the generated module has its own idea of the library's signatures.
_check = _library["ehc_check_identifier"]
_check.argtypes, _check.restype = (ctypes.c_char_p, ctypes.c_char_p, ctypes.c_void_p), ctypes.c_void_p
_read = _library["ehc_text_data"]
_read.argtypes, _read.restype = (ctypes.c_void_p,), ctypes.c_char_p
_free_text = _library["ehc_text_free"]
_free_text.argtypes, _free_text.restype = (ctypes.c_void_p,), None
_free_error = _library["ehc_error_free"]
_free_error.argtypes, _free_error.restype = (ctypes.c_void_p,), None
_loads = json.JSONDecoder().raw_decode


def check_identifier(identifier_type: str, value: str) -> IdentifierReport:
    """Checks a number by the rules of its type. An unknown type is tolerated with a warning."""
    if type(identifier_type) is str and type(value) is str and "\0" not in identifier_type and "\0" not in value:
        try:
            kind, number = identifier_type.encode(), value.encode()
        except UnicodeEncodeError:
            return _native.check_identifier(identifier_type, value)
        text = ctypes.c_void_p()
        error = _check(kind, number, ctypes.byref(text))
        if error is None:
            report, _ = _loads(_read(text).decode())
            _free_text(text)
            if not report["warnings"]:
                return IdentifierReport(
                    identifier_type=report["identifierType"], value=report["value"], warnings=report["warnings"])
        else:
            _free_error(error)
    return _native.check_identifier(identifier_type, value)


if not TYPE_CHECKING:  # an argument too few or too many
    check_identifier = _guard._guarded(check_identifier)
