"""The exceptions: one class for each group of codes, all below :class:`EhcertError`."""

from __future__ import annotations

from typing import List, Optional

from . import _native
from ._native import Problem

#: The code of a call that does not fit.
WRONG_STATE = 1002


class EhcertError(Exception):
    """What every call raises. Its texts are in four languages, its code and name never change."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.name)
        self.problem = problem
        #: Everything that is wrong, where more than one thing was found; this exception is about the first.
        self.problems: List[Problem] = [problem]

    @property
    def code(self) -> int:
        """Stable number; :class:`ehcert.Code` has them by name."""
        return self.problem.code

    @property
    def name(self) -> str:
        """Stable name."""
        return self.problem.name

    @property
    def field(self) -> Optional[str]:
        """The field of the input that is wrong, if it is about one."""
        return self.problem.field

    @property
    def retryable(self) -> bool:
        """Whether a repetition can help."""
        return self.problem.retryable

    @property
    def actor(self) -> str:
        """Who must act: ``user``, ``helpdesk``, ``integrator`` or ``ehealth``."""
        return self.problem.actor

    @property
    def message(self) -> str:
        """What happened, in English."""
        return self.text("en")[0]

    @property
    def advice(self) -> str:
        """What to do next, in English."""
        return self.text("en")[1]

    def text(self, language: str) -> "tuple[str, str]":
        """What happened and what to do next, in ``fr``, ``nl``, ``de`` or ``en``."""
        text = _native.describe_problem(self.problem, language)
        return text.message, text.advice

    def __str__(self) -> str:
        return f"{self.name}: {self.message}"

    def __repr__(self) -> str:
        return f"{type(self).__name__}(code={self.code}, name={self.name!r}, field={self.field!r})"


class GeneralError(EhcertError):
    """Arguments, state, what concerns everything."""


class IdentityError(EhcertError):
    """Identifier types and numbers."""


class RequestError(EhcertError):
    """What a person fills in."""


class KeyMaterialError(EhcertError):
    """Names, keys and CSRs."""


class KeystoreError(EhcertError):
    """Keystores."""


class TrustError(EhcertError):
    """Certificates and trust."""


class AuthorityError(EhcertError):
    """The registration authority."""


class CardError(EhcertError):
    """The identity card."""


class SealingError(EhcertError):
    """Encryption tokens and sealed messages."""


class OperationError(EhcertError):
    """The operations."""


class DriverError(EhcertError):
    """Card reader, network, files."""


class ArgumentTypeError(GeneralError, TypeError):
    """An argument has another type than it must have."""


class ArgumentValueError(GeneralError, ValueError):
    """An argument has the right type and a value that cannot be."""


#: In the order of the variants of the engine's error.
CLASSES = (
    GeneralError,
    IdentityError,
    RequestError,
    KeyMaterialError,
    KeystoreError,
    TrustError,
    AuthorityError,
    CardError,
    SealingError,
    OperationError,
    DriverError,
)


def of(problems: List[Problem]) -> EhcertError:
    """The exception of the first of some problems, by its group; it has all of them."""
    group = problems[0].code // 100 - 10
    error = CLASSES[group if 0 < group < len(CLASSES) else 0](problems[0])
    error.problems = problems
    return error
