# mypy: ignore-errors
# pyright: basic, reportAttributeAccessIssue=false
"""Makes the generated module feel at home: our exceptions, records that show no secret, bad arguments with a code.

Importing it once changes the generated module in place.
"""

import ctypes
import functools
from typing import Any, Optional

from . import _native, errors
from ._codes import Code

_ROWS = {}
#: Where the records are.
_MODULES = {_native.__name__, _native.__name__.replace("_native", "_driver")}


def problem_of_code(code: int, what: Optional[str] = None, detail: Optional[str] = None) -> Any:
    """A problem made on this side of the library, with its row of the table."""
    if not _ROWS:
        _ROWS.update((row.code, row) for row in _native.error_table("en"))
    row = _ROWS[code]
    values = [] if what is None else [_native.NamedValue(key="what", value=what)]
    return _native.Problem(
        code=row.code, name=row.name, field=None, retryable=row.retryable, actor=row.actor, detail=detail,
        values=values, ra=[],
    )


def _read(stream):
    return errors.CLASSES[stream.read_i32() - 1](_native._UniffiFfiConverterTypeProblem.read(stream))


def _write_bytes(value, stream):
    """Anything with a buffer; the generated converter copies no more than `bytes`. What can be written to, such as a
    `bytearray`, is copied nowhere but to the library, so that its owner can wipe it."""
    octets = value
    if not isinstance(value, bytes):
        view = memoryview(value)
        if view.readonly or not view.c_contiguous:
            octets = view.tobytes()
        else:
            octets = (ctypes.c_char * view.nbytes).from_buffer(view)
    stream.write_i32(len(octets))
    stream.write(octets)


def _guarded(function):
    """The errors that conversion of arguments raises, as ours; the cause is kept out: it may show the argument."""

    @functools.wraps(function)
    def call(*args, **kwargs):
        try:
            return function(*args, **kwargs)
        except errors.EhcertError:
            raise
        except (TypeError, AttributeError) as error:
            kind, failed = errors.ArgumentTypeError, type(error).__name__
        except (ValueError, OverflowError, BufferError) as error:
            kind, failed = errors.ArgumentValueError, type(error).__name__
        except Exception as error:  # InternalError, of which each generated module has its own
            if type(error).__name__ != "InternalError":
                raise
            raise errors.GeneralError(problem_of_code(Code.Internal)) from None
        raise kind(problem_of_code(Code.InvalidArgument, what=function.__name__, detail=failed))

    return call


def _shown(value):
    """A value in a repr: bytes may be a keystore, a key or a PIN, so only their number."""
    return f"<{len(value)} bytes>" if isinstance(value, (bytes, bytearray, memoryview)) else repr(value)


def _repr(self):
    secret = getattr(self, "secret", False)
    fields = (f"{k}={'<secret>' if secret and k == 'bytes' else _shown(v)}" for k, v in vars(self).items())
    return f"{type(self).__qualname__}({', '.join(fields)})"


def plain(value: Any) -> Any:
    """Records as dictionaries, all the way down."""
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    if type(value).__module__ in _MODULES and not hasattr(type(value), "_uniffi_make_instance"):
        return {key: plain(item) for key, item in vars(value).items()}
    return value


def _missing(self, name):
    """An attribute that an object of the library has not: its handle, once the garbage collector took it back."""
    if name == "_handle":
        raise errors.GeneralError(problem_of_code(Code.WrongState))
    raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}")


def install(module: Any) -> None:
    """Adapts a generated module in place."""
    module._UniffiFfiConverterBytes.write = staticmethod(_write_bytes)
    for name, value in list(vars(module).items()):
        if name.startswith("_") or getattr(value, "__module__", None) != module.__name__:
            continue
        if isinstance(value, type):
            if hasattr(value, "_uniffi_make_instance"):
                for method, function in list(vars(value).items()):
                    if method.startswith("_"):
                        continue
                    if isinstance(function, classmethod):
                        setattr(value, method, classmethod(_guarded(function.__func__)))
                    else:
                        setattr(value, method, _guarded(function))
                value.__enter__ = lambda self: self
                value.__getattr__ = _missing
            elif not issubclass(value, Exception) and not name.endswith("Protocol"):
                variants = [v for v in vars(value).values() if isinstance(v, type)]
                for kind in (value, *variants):
                    kind.__repr__ = kind.__str__ = _repr
                    kind.to_dict = plain
        else:
            setattr(module, name, _guarded(value))


_native._UniffiFfiConverterTypeEhcertError.read = staticmethod(_read)
install(_native)
_native.Flow.__exit__ = lambda self, *_: self.wipe()
