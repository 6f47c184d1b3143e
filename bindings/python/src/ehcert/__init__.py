"""The eHealth certificate of Belgian health care.

Everything that the engine offers is here under its own name (``Flow``, ``Keystore``, ``check_identifier``...);
times are seconds since 1970. Passwords and PINs are ``str``, ``bytes`` or ``bytearray``; a ``bytearray`` goes over to the
library without a copy, so that who overwrites it afterwards leaves nothing behind. What can fail raises
:class:`EhcertError` or a class below it. :func:`run` drives a flow with blocking HTTP from the standard library, :mod:`ehcert.aio` in an
asyncio program; :mod:`ehcert.jobs` does whole operations; :mod:`ehcert.fleet` looks at many keystores.
"""

from __future__ import annotations

import os
import pathlib
import time
from typing import Any, Callable, List, Optional, TypeVar, Union, cast

from . import _guard, _native, errors
from ._codes import Code
from ._native import (
    CardFlow,
    CardHolderView,
    CardStep,
    CertificateView,
    CodeRow,
    CompletionResult,
    ContactInput,
    ContractReview,
    CsrPreview,
    Description,
    DraftReport,
    EnrolmentResult,
    EntryView,
    Flow,
    FlowStep,
    ForeignResult,
    Header,
    IdentifierReport,
    IdentifierTypeInfo,
    Judgement,
    KeystorePart,
    KeystoreShape,
    KeystoreStatus,
    LocalizedText,
    NamedValue,
    NameReport,
    OrganizationChoice,
    PasswordTicks,
    PathInput,
    PlatformInput,
    PreflightOutcome,
    Problem,
    ProfessionInfo,
    RaMessage,
    RegisteredCertificate,
    RequestInput,
    RevocationResult,
    SignerInput,
    TrustInput,
    UnsealedMessage,
    check_application_id,
    check_email,
    check_phone,
    describe_problem,
    error_table,
    field_label,
    fold_name,
    identifier_types,
    inspect_keystore,
    keystore_file_name,
    live_objects,
    preview_csr,
    professions,
    review_request,
    step_label,
    verify_signature,
    version,
    view_certificate,
)
from ._fast import check_identifier
from .errors import EhcertError

__all__ = [
    "CardFlow",
    "CardHolderView",
    "CardStep",
    "CertificateView",
    "Code",
    "CodeRow",
    "CompletionResult",
    "ContactInput",
    "ContractReview",
    "CsrPreview",
    "Description",
    "DraftReport",
    "EhcertError",
    "EnrolmentResult",
    "EntryView",
    "FileStore",
    "Flow",
    "FlowStep",
    "ForeignResult",
    "Header",
    "IdentifierReport",
    "IdentifierTypeInfo",
    "Judgement",
    "Keystore",
    "KeystorePart",
    "KeystoreShape",
    "KeystoreStatus",
    "LocalizedText",
    "MAX_ANSWER",
    "NameReport",
    "NamedValue",
    "OrganizationChoice",
    "PasswordTicks",
    "PathInput",
    "PlatformInput",
    "PreflightOutcome",
    "Problem",
    "ProfessionInfo",
    "RaMessage",
    "RegisteredCertificate",
    "RequestInput",
    "RevocationResult",
    "Secret",
    "Sign",
    "SignerInput",
    "TrustInput",
    "UnsealedMessage",
    "check_application_id",
    "check_email",
    "check_identifier",
    "check_password",
    "check_phone",
    "describe_problem",
    "error_table",
    "errors",
    "field_label",
    "fold_name",
    "identifier_types",
    "inspect_keystore",
    "keystore_file_name",
    "live_objects",
    "message_of",
    "needed",
    "path_input",
    "preview_csr",
    "professions",
    "review_request",
    "run",
    "step_label",
    "to_dict",
    "trust_input",
    "verify_certificate",
    "verify_etk",
    "verify_message",
    "verify_signature",
    "version",
    "view_certificate",
]

Secret = Union[str, bytes, bytearray]
_Octets = Union[bytes, bytearray, memoryview]


def message_of(error: EhcertError, language: str = "en") -> str:
    """What happened and what to do, in ``fr``, ``nl``, ``de`` or ``en``."""
    return " ".join(error.text(language))


def to_dict(record: Any) -> Any:
    """A record, or a list of them, as plain dictionaries and lists, for a data frame or JSON."""
    return _guard.plain(record)


def _secret(value: Secret) -> bytes:
    """The octets of a password or PIN; what is not text is taken from where it lies, for a copy could not be wiped."""
    if isinstance(value, str):
        try:
            return value.encode()
        except UnicodeEncodeError:
            raise errors.ArgumentValueError(_guard.problem_of_code(Code.InvalidArgument, what="password")) from None
    return cast(bytes, _octets(value))


def _octets(value: _Octets) -> _Octets:
    if not isinstance(value, (bytes, bytearray, memoryview)):
        raise errors.ArgumentTypeError(_guard.problem_of_code(Code.InvalidArgument, what=type(value).__name__))
    return value


def _bytes(value: _Octets) -> bytes:
    return bytes(_octets(value))


def trust_input(
    *,
    anchors: "Optional[List[bytes]]" = None,
    untrusted: "Optional[List[bytes]]" = None,
    crls: "Optional[List[bytes]]" = None,
    ocsp: "Optional[List[bytes]]" = None,
    revocation: bool = False,
    inspect_old: bool = False,
) -> TrustInput:
    """Whom to trust and what is known of revocation; without anchors the built-in roots."""
    return TrustInput(
        anchors=anchors or [], untrusted=untrusted or [], crls=crls or [], ocsp=ocsp or [], revocation=revocation,
        inspect_old=inspect_old,
    )


def path_input(
    *,
    policies: "Optional[List[str]]" = None,
    explicit_policy: bool = False,
    inhibit_mapping: bool = False,
    inhibit_any: bool = False,
    purpose: Optional[str] = None,
    name: Optional[str] = None,
    profile: Optional[str] = None,
    max_intermediates: Optional[int] = None,
) -> PathInput:
    """What is asked of a certificate beside its chain."""
    return PathInput(
        policies=policies or [], explicit_policy=explicit_policy, inhibit_mapping=inhibit_mapping,
        inhibit_any=inhibit_any, purpose=purpose, name=name, profile=profile, max_intermediates=max_intermediates,
    )


def verify_certificate(
    certificate: bytes,
    trust: Optional[TrustInput] = None,
    path: Optional[PathInput] = None,
    at: Optional[int] = None,
) -> Judgement:
    """Builds and validates the path of a certificate (DER or PEM)."""
    return _native.verify_certificate(certificate, trust or trust_input(), path or path_input(), _now(at))


def verify_etk(token: bytes, trust: Optional[TrustInput] = None, at: Optional[int] = None) -> Judgement:
    """Judges an encryption token (DER, BER or base64)."""
    return _native.verify_etk(token, trust or trust_input(), _now(at))


def verify_message(
    message: bytes,
    keystore: "Optional[Keystore]" = None,
    trust: Optional[TrustInput] = None,
    at: Optional[int] = None,
) -> Judgement:
    """Judges a sealed message; with a keystore it is opened, without only its outer signature is judged."""
    inner: Any = getattr(keystore, "_inner", keystore)
    return _native.verify_message(message, inner, trust or trust_input(), _now(at))


def check_password(password: Secret, confirmation: Optional[Secret] = None) -> PasswordTicks:
    """The ticks beside a new password and, once it is typed, its confirmation."""
    return _native.check_password(_secret(password), None if confirmation is None else _secret(confirmation))


class Keystore:
    """An opened keystore. Use it in a ``with`` block: keys and password are wiped at its end."""

    def __init__(self, data: bytes, password: Secret) -> None:
        self._inner = _native.Keystore.open(_bytes(data), _secret(password))

    @classmethod
    def read(cls, file: "Union[str, os.PathLike[str]]", password: Secret) -> "Keystore":
        """Opens the keystore in a file."""
        return cls(pathlib.Path(file).read_bytes(), password)

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
        """Seals a message to the owners of encryption tokens; whether they were revoked is not asked."""
        return self._inner.seal(_bytes(content), etks, anchors, _now(now))

    def seal_unrevoked(
        self, content: bytes, etks: "list[bytes]", trust: TrustInput, now: Optional[int] = None
    ) -> bytes:
        """Seals a message; the lists and responses in ``trust`` must tell that no owner was revoked.

        ``Flow.revocation_inquiry`` fetches them.
        """
        return self._inner.seal_unrevoked(_bytes(content), etks, trust, _now(now))

    def unseal(self, message: bytes, anchors: "list[bytes]", now: Optional[int] = None) -> UnsealedMessage:
        """Opens a sealed message with the keys in this keystore, present and past."""
        return self._inner.unseal(_bytes(message), anchors, _now(now))

    def unseal_unrevoked(
        self, message: bytes, trust: TrustInput, hard: bool = False, now: Optional[int] = None
    ) -> UnsealedMessage:
        """Opens a sealed message of a sender who was not revoked, by the lists and responses in ``trust``.

        A status that they do not tell is a warning, or an error when ``hard``.
        """
        return self._inner.unseal_unrevoked(_bytes(message), trust, hard, _now(now))


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
        value: Any = None
        if isinstance(step, FlowStep.DONE):
            return
        if isinstance(step, FlowStep.SIGN):
            value = needed(sign, "sign")(step.key, step.hash, step.digest)
        elif isinstance(step, FlowStep.SHOW_CONTRACT):
            value = needed(accept, "accept")(step.review)
        elif isinstance(step, FlowStep.HTTP):
            value = _post(step, timeout)
        elif isinstance(step, FlowStep.STORE):
            value = needed(store, "store")(step.keystore)
        elif isinstance(step, FlowStep.WAIT):
            time.sleep(step.seconds)
        step = _answer(flow, step, value)


def _answer(flow: Flow, step: FlowStep, value: Any) -> FlowStep:
    """Tells a flow how its step went; gives the next."""
    now = _now(None)
    if isinstance(step, FlowStep.SIGN):
        return flow.answer_signature(value, now)
    if isinstance(step, FlowStep.SHOW_CONTRACT):
        return flow.answer_contract(value, now)
    if isinstance(step, FlowStep.GENERATE_KEY):
        return flow.generate_key(now)
    if isinstance(step, FlowStep.HTTP):
        status, content_type, body = value
        return flow.answer_http(status, content_type, body, now)
    if isinstance(step, FlowStep.STORE):
        return flow.answer_stored(value, now)
    return flow.answer_waited(now)


_Function = TypeVar("_Function")


def needed(function: Optional[_Function], name: str) -> _Function:
    """A callback that a flow cannot do without."""
    if function is None:
        raise TypeError(f"this flow needs the argument {name!r}")
    return function


class FileStore:
    """Stores a keystore in a file so that it survives a power cut: for ``run(store=FileStore(path))``."""

    def __init__(self, file: "Union[str, os.PathLike[str]]") -> None:
        self.path = pathlib.Path(file)

    def __call__(self, keystore: bytes) -> bytes:
        new = self.path.with_name(self.path.name + ".new")
        with open(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0), 0o600), "wb") as out:
            out.write(keystore)
            out.flush()
            os.fsync(out.fileno())
        os.replace(new, self.path)
        if hasattr(os, "O_DIRECTORY"):
            folder = os.open(self.path.parent, os.O_RDONLY | os.O_DIRECTORY)
            try:
                os.fsync(folder)
            finally:
                os.close(folder)
        return self.path.read_bytes()


#: For a step that the flow can go on without.
NO_ANSWER = (0, "", b"")

#: More than any answer of the registration authority.
MAX_ANSWER = 4 << 20


def _post(step: Any, timeout: float) -> "tuple[int, str, bytes]":
    # Half of the time that the package takes to be imported, for who does without.
    from . import _http

    return _http.post(step, timeout)
