"""Other programs at the same reader, by libpcsclite itself."""

import ctypes


class State(ctypes.Structure):
    _fields_ = [("reader", ctypes.c_char_p), ("user", ctypes.c_void_p), ("current", ctypes.c_ulong),
                ("event", ctypes.c_ulong), ("length", ctypes.c_ulong), ("atr", ctypes.c_ubyte * 33)]


SHARED, EXCLUSIVE = 2, 1
LEAVE, RESET = 0, 1


class Pcsc:
    def __init__(self):
        self.lib = ctypes.CDLL("libpcsclite.so.1")

    def call(self, name, *arguments):
        code = getattr(self.lib, name)(*arguments) & 0xFFFFFFFF
        if code:
            raise OSError(f"{name}: {code:08x}")

    def open(self):
        context = ctypes.c_long()
        self.call("SCardEstablishContext", 2, None, None, ctypes.byref(context))
        return context

    def state(self, reader):
        """State bits of a reader; 0 when there is no such."""
        try:
            context = self.open()
        except OSError:
            return 0
        try:
            state = State(reader=reader.encode())
            self.call("SCardGetStatusChange", context, 0, ctypes.byref(state), 1)
            return state.event
        except OSError:
            return 0
        finally:
            self.call("SCardReleaseContext", context)


class Program(Pcsc):
    """Another program that has the card in a reader."""

    def __init__(self, reader, share=SHARED):
        super().__init__()
        self.context, self.card, protocol = self.open(), ctypes.c_long(), ctypes.c_ulong()
        self.call("SCardConnect", self.context, reader.encode(), share, 3, ctypes.byref(self.card), ctypes.byref(protocol))

    def begin(self):
        self.call("SCardBeginTransaction", self.card)
        return self

    def end(self):
        self.call("SCardEndTransaction", self.card, LEAVE)

    def reset(self):
        self.call("SCardReconnect", self.card, SHARED, 3, RESET, ctypes.byref(ctypes.c_ulong()))

    def close(self, what=LEAVE):
        self.call("SCardDisconnect", self.card, what)
        self.call("SCardReleaseContext", self.context)
