"""The eHealth certificate of Belgian health care.

Everything that the engine offers is here under its own name (``Flow``, ``Keystore``, ``check_identifier``...);
times are seconds since 1970, passwords and PINs are ``bytes`` or ``str``. What can fail raises :class:`EhcertError`.
:func:`run` drives a flow with blocking HTTP from the standard library.
"""

from __future__ import annotations

import dataclasses
import time
import urllib.error
import urllib.request
from typing import Any, Callable, Optional, Union

from . import _native
from ._native import (  # noqa: F401  (the public names)
    CardFlow,
    CardStep,
    CertificateView,
    CompletionResult,
    ContactInput,
    ContractReview,
    CsrPreview,
    DraftReport,
    EnrolmentResult,
    EntryView,
    Flow,
    FlowStep,
    Header,
    IdentifierReport,
    Judgement,
    KeystoreStatus,
    PathInput,
    PlatformInput,
    PreflightOutcome,
    Problem,
    RequestInput,
    SignerInput,
    TrustInput,
    check_application_id,
    check_email,
    check_identifier,
    check_phone,
    describe_problem,
    error_table,
    field_label,
    fold_name,
    identifier_types,
    inspect_keystore,
    keystore_file_name,
    preview_csr,
    professions,
    review_request,
    step_label,
    verify_certificate,
    verify_etk,
    verify_signature,
    version,
    view_certificate,
)

#: What every fallible call raises; ``.problem`` has code, name, field, retryable, actor and detail.
EhcertError = _native.EhcertError

Secret = Union[str, bytes, bytearray]


def problem_of(error: BaseException) -> Problem:
    """The :class:`Problem` of an error that a call raised."""
    problem = getattr(error, "problem", None)
    if not isinstance(problem, Problem):
        raise TypeError("not an error of ehcert")
    return problem


def message_of(error: BaseException, language: str = "en") -> str:
    """What happened and what to do, in ``fr``, ``nl``, ``de`` or ``en``."""
    text = describe_problem(problem_of(error), language)
    return f"{text.message} {text.advice}"


def to_dict(record: Any) -> Any:
    """A record as plain dictionaries and lists, for a data frame or JSON."""
    if isinstance(record, (list, tuple)):
        return [to_dict(item) for item in record]
    if dataclasses.is_dataclass(record) or hasattr(record, "__dict__"):
        return {key: to_dict(value) for key, value in vars(record).items() if not key.startswith("_")}
    return record


def _secret(value: Secret) -> bytes:
    return value.encode() if isinstance(value, str) else bytes(value)


def check_password(password: Secret, confirmation: Optional[Secret] = None) -> "_native.PasswordTicks":
    """The ticks beside a new password and, once it is typed, its confirmation."""
    return _native.check_password(_secret(password), None if confirmation is None else _secret(confirmation))


class Keystore:
    """An opened keystore. Use it in a ``with`` block: keys and password are wiped at its end."""

    def __init__(self, data: bytes, password: Secret) -> None:
        self._inner = _native.Keystore.open(bytes(data), _secret(password))

    def __enter__(self) -> "Keystore":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __repr__(self) -> str:
        return "Keystore()"

    def close(self) -> None:
        """Wipes keys and password; every later call fails with ``WrongState``."""
        self._inner.wipe()

    def entries(self) -> "list[EntryView]":
        """All entries."""
        return self._inner.entries()

    def status(self, now: Optional[int] = None) -> KeystoreStatus:
        """What the keystore tells by itself."""
        return self._inner.status(_now(now))

    def public_key_identifier(self) -> str:
        """PublicKeyIdentifier of the authentication key, hexadecimal."""
        return self._inner.public_key_identifier()

    def authentication_chain(self) -> "list[bytes]":
        """The certificates of the authentication key, DER, leaf first."""
        return self._inner.authentication_chain()

    def rewrap(self, profile: str = "ehealth") -> bytes:
        """The keystore in another form: ``ehealth``, ``modern`` or ``java-legacy``."""
        return self._inner.rewrap(profile)

    def change_password(self, new_password: Secret, profile: str = "ehealth") -> bytes:
        """The keystore under another password, which must meet the policy."""
        return self._inner.change_password(_secret(new_password), profile)

    def seal(self, content: bytes, etks: "list[bytes]", anchors: "list[bytes]", now: Optional[int] = None) -> bytes:
        """Seals a message to the owners of encryption tokens."""
        return self._inner.seal(bytes(content), etks, anchors, _now(now))

    def unseal(self, message: bytes, anchors: "list[bytes]", now: Optional[int] = None) -> "_native.UnsealedMessage":
        """Opens a sealed message with the keys in this keystore, present and past."""
        return self._inner.unseal(bytes(message), anchors, _now(now))


def _now(now: Optional[int]) -> int:
    return int(time.time()) if now is None else now


#: Signs a digest: key (``authentication`` or ``signature``), hash name, digest -> RSA signature or r||s.
Sign = Callable[[str, str, bytes], bytes]


def run(
    flow: Flow,
    *,
    sign: Optional[Sign] = None,
    accept: Optional[Callable[[ContractReview], bool]] = None,
    store: Optional[Callable[[bytes], bytes]] = None,
    progress: Optional[Callable[[str, int], None]] = None,
    timeout: float = 30.0,
) -> None:
    """Drives a flow to its end; its outcome is then read from it.

    ``store`` writes a keystore so that it survives a power cut and gives back what it read again. After an
    error the flow may be run again from where it stopped.
    """
    step = flow.step(_now(None))
    while True:
        if progress is not None:
            progress(step.name, step.percent)
        if step.is_done():
            return
        if step.is_sign():
            step = flow.answer_signature(_needed(sign, "sign")(step.key, step.hash, step.digest), _now(None))
        elif step.is_show_contract():
            step = flow.answer_contract(_needed(accept, "accept")(step.review), _now(None))
        elif step.is_generate_key():
            step = flow.generate_key(_now(None))
        elif step.is_http():
            status, content_type, body = _post(step, timeout)
            step = flow.answer_http(status, content_type, body, _now(None))
        elif step.is_store():
            step = flow.answer_stored(_needed(store, "store")(step.keystore), _now(None))
        else:
            time.sleep(step.seconds)
            step = flow.answer_waited(_now(None))


def _needed(function: Any, name: str) -> Any:
    if function is None:
        raise TypeError(f"this flow needs the argument {name!r}")
    return function


#: More than any answer of the registration authority.
MAX_ANSWER = 4 << 20


def _post(step: Any, timeout: float) -> "tuple[int, str, bytes]":
    headers = {header.name: header.value for header in step.headers}
    request = urllib.request.Request(step.url, data=step.body, headers=headers, method=step.method)
    opener = urllib.request.build_opener(_NoRedirect)
    try:
        with opener.open(request, timeout=timeout) as answer:
            return answer.status, answer.headers.get("Content-Type", ""), answer.read(MAX_ANSWER + 1)
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.headers.get("Content-Type", ""), error.read(MAX_ANSWER + 1)


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: Any) -> None:
        return None
