"""Whole operations, each one call: the library finds card, network and folder itself, on a thread of its own.

::

    with ehcert.jobs.complete(platform="acceptance", password=password) as job:
        result = job.run(progress=print)

A job is also an iterator of its events (:class:`JobEvent`), for who answers its questions in a program of windows.
Leaving the ``with`` block cancels it and waits until nothing of it is left running.
"""

from __future__ import annotations

import os
from typing import Callable, Iterator, List, Optional, Sequence, Union

from . import ContactInput, ContractReview, Secret, _bytes, _guard, _secret, errors, needed
from . import _driver
from ._driver import Contact, DriverJob, JobEvent, JobResult, Operation, With
from ._native import Problem

__all__ = [
    "Contact", "DriverJob", "Job", "JobEvent", "JobResult", "Operation", "With", "activate", "change_pin", "check",
    "complete", "etk", "pin_status", "read_card", "renew", "request", "revoke", "scan", "self_test", "sign", "status",
    "where",
]

_guard.install(_driver)

#: A path as text or as the language has it.
Path = Union[str, "os.PathLike[str]"]
#: ``production``, ``acceptance``, a base URL, or what :func:`where` gives.
Where = Union[str, With]
#: What a PIN is for and how often it may be wrong -> the PIN; ``None``: the person gives up.
AskPin = Callable[[str, Optional[int]], Optional[Secret]]
#: Seconds for which a look for the next event waits in the library; a signal is handled between two looks.
_LOOK = 0.2
#: Milliseconds that the end of a ``with`` block waits for the job's thread. A wait for card or network ends within a second.
_END = 10_000


class Job:
    """An operation that is on its way. May be used from several threads."""

    def __init__(self, operation: Operation, password: Secret = b"", new_password: Optional[Secret] = None) -> None:
        new = None if new_password is None else _secret(new_password)
        self._inner = DriverJob.start(operation, _secret(password), new)
        self._over = False

    def __enter__(self) -> "Job":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __repr__(self) -> str:
        return "Job()"

    def close(self) -> bool:
        """Cancels the operation and waits until its thread is through; whether it is."""
        return self._inner.end(_END)

    def cancel(self) -> None:
        """Ends the operation soon: its last event is then a failure with ``Cancelled``, unless it was through."""
        self._inner.cancel()

    def poll(self, timeout: float = 0.0) -> JobEvent:
        """The next event, waiting this many seconds for it; ``JobEvent.NOTHING`` when there is none."""
        return self._inner.poll(max(0, round(timeout * 1000)))

    def __iter__(self) -> Iterator[JobEvent]:
        """Every event up to the last; a question comes again until it is answered."""
        while not self._over:
            event = self.poll(_LOOK)
            if isinstance(event, JobEvent.NOTHING):
                continue
            self._over = isinstance(event, (JobEvent.DONE, JobEvent.FAILED))
            yield event

    def answer_pin(self, pin: Optional[Secret]) -> None:
        """Answers ``JobEvent.PIN``; ``None``: the person gives up."""
        self._inner.answer_pin(None if pin is None else _secret(pin))

    def answer_contract(self, accepted: bool) -> None:
        """Answers ``JobEvent.CONTRACT`` and ``JobEvent.REVOCATION``."""
        self._inner.answer_contract(accepted)

    def answer_card(self, response: bytes) -> None:
        """Answers ``JobEvent.APDU``; fewer than 2 octets: the card is gone."""
        self._inner.answer_card(_bytes(response))

    def run(
        self,
        *,
        pin: Optional[AskPin] = None,
        accept: Optional[Callable[[ContractReview], bool]] = None,
        card: Optional[Callable[[bytes], bytes]] = None,
        progress: Optional[Callable[[str, int], None]] = None,
        warning: Optional[Callable[[Problem], None]] = None,
    ) -> JobResult:
        """Answers every question with these functions, to the end. Raises what made it fail; ``problems`` of the
        exception has every field of a form that is wrong."""
        for event in self:
            if isinstance(event, JobEvent.PROGRESS) and progress is not None:
                progress(event.step, event.percent)
            elif isinstance(event, JobEvent.WARNING) and warning is not None:
                warning(event.problem)
            elif isinstance(event, JobEvent.PIN):
                self.answer_pin(needed(pin, "pin")(event.purpose, event.tries_left))
            elif isinstance(event, (JobEvent.CONTRACT, JobEvent.REVOCATION)):
                self.answer_contract(needed(accept, "accept")(event.review))
            elif isinstance(event, JobEvent.APDU):
                self.answer_card(needed(card, "card")(event.command))
            elif isinstance(event, JobEvent.FAILED):
                raise errors.of(event.problems)
            elif isinstance(event, JobEvent.DONE):
                return event.result
        raise errors.GeneralError(_guard.problem_of_code(errors.WRONG_STATE))


def where(
    platform: str,
    *,
    card: str = "any",
    language: str = "",
    eid_anchors: Optional[str] = None,
    reader_wait: Optional[int] = None,
    revocation: str = "",
) -> With:
    """Everything about the place of an operation, for its argument ``platform``. ``card``: a reader's name, a part of it,
    ``any``, ``host`` (the events ask for every command) or ``sandbox``; ``reader_wait``: seconds that another program may
    hold the reader; ``revocation``: ``off``, ``soft`` or ``hard``."""
    return With(
        platform=platform, card=card, eid_anchors=eid_anchors, reader_wait=reader_wait, language=language,
        revocation=revocation,
    )


def _with(platform: Where, card: str = "any", language: str = "", eid_anchors: Optional[str] = None) -> With:
    if isinstance(platform, With):
        return platform
    return where(platform, card=card, language=language, eid_anchors=eid_anchors)


def _path(path: Optional[Path]) -> Optional[str]:
    return None if path is None else os.fspath(path)


def _contact(contact: ContactInput) -> Contact:
    return Contact(
        email_private=contact.email_private, email_general=contact.email_general,
        phone_private=contact.phone_private, phone_general=contact.phone_general,
    )


def check(*, platform: Where, card: str = "any", language: str = "", eid_anchors: Optional[str] = None) -> Job:
    """Service, reader, card: before any PIN. ``card``: a reader's name, a part of it, ``any``, ``host`` (the events ask
    for every command) or ``sandbox``."""
    return Job(Operation.CHECK(_with(platform, card, language, eid_anchors)))


def read_card(*, platform: Where, card: str = "any", language: str = "", eid_anchors: Optional[str] = None) -> Job:
    """Who the card is of, without any PIN; the result's ``json`` has everything."""
    return Job(Operation.READ_CARD(_with(platform, card, language, eid_anchors)))


def pin_status(*, platform: Where, card: str = "any", language: str = "", eid_anchors: Optional[str] = None) -> Job:
    """How often the PIN may be wrong."""
    return Job(Operation.PIN_STATUS(_with(platform, card, language, eid_anchors)))


def change_pin(*, platform: Where, card: str = "any", language: str = "", eid_anchors: Optional[str] = None) -> Job:
    """Gives the card another PIN; both are asked for."""
    return Job(Operation.CHANGE_PIN(_with(platform, card, language, eid_anchors)))


def sign(
    *,
    platform: Where,
    key: str,
    hash: str,
    digest: bytes,
    card: str = "any",
    language: str = "",
    eid_anchors: Optional[str] = None,
) -> Job:
    """Signs a digest with a key of the card: ``authentication`` or ``signature``; ``SHA-256``, ``SHA-384``, ``SHA-512``."""
    return Job(Operation.SIGN(_with(platform, card, language, eid_anchors), key, hash, _bytes(digest).hex()))


def request(
    *,
    platform: Where,
    password: Secret,
    contact: ContactInput,
    identifier_type: Optional[str] = None,
    identifier: str = "",
    name: Optional[str] = None,
    application_id: Optional[str] = None,
    base_services: Optional[List[str]] = None,
    folder: Optional[Path] = None,
    ec: bool = False,
    fresh: bool = False,
    wait: Optional[int] = None,
    card: str = "any",
    language: str = "",
    eid_anchors: Optional[str] = None,
) -> Job:
    """Step 1, and with ``wait`` (seconds) step 2 as well. Without ``identifier_type`` for the card's holder in person.
    ``folder``: of the keystores, ``ehealth/keystore`` in the home folder when left out; ``ec``: a P-384 key; ``fresh``:
    leave an earlier, unfinished request alone."""
    operation = Operation.REQUEST(
        _with(platform, card, language, eid_anchors), identifier_type, identifier, name, application_id,
        base_services or [], _contact(contact), _path(folder), ec, fresh, wait,
    )
    return Job(operation, password)


def complete(
    *, platform: Where, password: Secret, keystore: Optional[Path] = None, folder: Optional[Path] = None, wait: int = 0
) -> Job:
    """Step 2, for a keystore or the only unfinished one of the folder, waiting this many seconds for the certificate."""
    return Job(Operation.COMPLETE(_with(platform), _path(keystore), _path(folder), wait), password)


def renew(
    *,
    platform: Where,
    keystore: Path,
    password: Secret,
    contact: ContactInput,
    new_password: Optional[Secret] = None,
    folder: Optional[Path] = None,
    ec: bool = False,
    wait: Optional[int] = None,
    card: str = "any",
    language: str = "",
    eid_anchors: Optional[str] = None,
) -> Job:
    """The successor of a certificate; the old keystore is never changed."""
    operation = Operation.RENEW(
        _with(platform, card, language, eid_anchors), os.fspath(keystore), _contact(contact), _path(folder), ec, wait
    )
    return Job(operation, password, new_password)


def activate(*, platform: Where, keystore: Path, password: Secret) -> Job:
    """Makes the renewed token the one in use."""
    return Job(Operation.ACTIVATE(_with(platform), os.fspath(keystore)), password)


def revoke(
    *,
    platform: Where,
    keystore: Path,
    password: Secret,
    reason: str,
    card: str = "any",
    language: str = "",
    eid_anchors: Optional[str] = None,
) -> Job:
    """Ends a certificate. ``reason``: ``compromised``, ``forgotten``, ``changed`` or ``other``."""
    return Job(Operation.REVOKE(_with(platform, card, language, eid_anchors), os.fspath(keystore), reason), password)


def self_test(*, platform: Where, keystore: Path, password: Secret) -> Job:
    """Whether this workstation can receive messages."""
    return Job(Operation.SELF_TEST(_with(platform), os.fspath(keystore)), password)


def scan(
    paths: Sequence[Path], *, password: Secret = b"", passwords: Optional[Path] = None, within: Optional[int] = None
) -> Job:
    """What many keystores tell by themselves, in folders and files; no card, no network. ``passwords``: a CSV file with a
    pattern of file names and a password on each line, beside the one that is tried on all; ``within``: how many days
    ahead an end is due, 90 when left out. The result's ``json`` has ``keystores`` (the next to end first), ``files``,
    ``due``, ``unread``."""
    return Job(Operation.SCAN([os.fspath(path) for path in paths], _path(passwords), within), password)


def etk(
    *,
    platform: Where,
    identifier_type: str = "",
    identifier: str = "",
    application_id: Optional[str] = None,
    keystore: Optional[Path] = None,
    password: Secret = b"",
) -> Job:
    """The encryption token of a recipient, from the depot, checked: by number, or of the holder of a keystore. The
    result's ``json`` has ``etk`` (base64), ``dn``, ``serial``, ``notBefore``, ``notAfter``, ``warnings``."""
    operation = Operation.ETK(_with(platform), identifier_type, identifier, application_id, _path(keystore))
    return Job(operation, password)


def status(*, platform: Where, keystore: Path, password: Secret) -> Job:
    """What the keystore and the RA say; the result's ``json`` has ``offline`` and ``registered``."""
    return Job(Operation.STATUS(_with(platform), os.fspath(keystore)), password)
