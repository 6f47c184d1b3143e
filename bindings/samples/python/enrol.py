"""The main job with ctypes alone, without a package: enrol.py LIBRARY PLATFORM CARD FOLDER PASSWORD PIN."""

import ctypes
import json
import sys

NOTHING, PROGRESS, WARNING, PIN, PINPAD, CONTRACT, REVOCATION, APDU, DONE, FAILED = range(10)


class Library:
    """The few functions that this program calls, with their types."""

    def __init__(self, path):
        self.c = ctypes.CDLL(path)
        pointer, text, size, u32 = ctypes.c_void_p, ctypes.c_char_p, ctypes.c_size_t, ctypes.c_uint32
        for name, result, *arguments in (
            ("ehc_job_start", pointer, text, text, size, text, size, pointer),
            ("ehc_job_poll", pointer, pointer, u32, pointer),
            ("ehc_job_answer_pin", pointer, pointer, text, size),
            ("ehc_job_answer_contract", pointer, pointer, ctypes.c_int32),
            ("ehc_job_free", None, pointer),
            ("ehc_event_kind", u32, pointer),
            ("ehc_event_percent", u32, pointer),
            ("ehc_event_name", text, pointer),
            ("ehc_event_to_json", pointer, pointer, pointer),
            ("ehc_event_problem", pointer, pointer, size),
            ("ehc_event_free", None, pointer),
            ("ehc_error_message", pointer, pointer, text, pointer),
            ("ehc_error_free", None, pointer),
            ("ehc_step_label", pointer, text, text, pointer),
            ("ehc_text_data", text, pointer),
            ("ehc_text_free", None, pointer),
        ):
            function = getattr(self.c, name)
            function.restype, function.argtypes = result, arguments

    def check(self, error):
        if error:
            message = self.text(self.c.ehc_error_message, error, b"en")
            self.c.ehc_error_free(error)
            raise RuntimeError(message)

    def out(self, function, *arguments):
        handle = ctypes.c_void_p()
        self.check(function(*arguments, ctypes.byref(handle)))
        return handle

    def text(self, function, *arguments):
        handle = self.out(function, *arguments)
        try:
            return self.c.ehc_text_data(handle).decode()
        finally:
            self.c.ehc_text_free(handle)


def enrol(library, platform, card, folder, password, pin):
    c = library.c
    operation = {
        "operation": "request",
        "with": {"platform": platform, "card": card},
        "folder": folder,
        "identifierType": "NIHII-GUARD_POST",
        "identifier": "67803295",
        "name": "On-call post Example",
        "contact": {"emailPrivate": "someone@example.org", "phonePrivate": "0470123456"},
        "complete": 120,
    }
    job = library.out(c.ehc_job_start, json.dumps(operation).encode(), password, len(password), None, 0)
    try:
        while True:
            event = library.out(c.ehc_job_poll, job, 200)
            try:
                kind = c.ehc_event_kind(event)
                if kind == PROGRESS:
                    label = library.text(c.ehc_step_label, c.ehc_event_name(event), b"en")
                    print(c.ehc_event_percent(event), "%", label)
                elif kind == PIN:
                    library.check(c.ehc_job_answer_pin(job, pin, len(pin)))
                elif kind == CONTRACT:
                    print("certificate for:", json.loads(library.text(c.ehc_event_to_json, event))["review"]["dn"])
                    library.check(c.ehc_job_answer_contract(job, 1))
                elif kind == DONE:
                    return json.loads(library.text(c.ehc_event_to_json, event))["result"]
                elif kind == FAILED:
                    library.check(c.ehc_event_problem(event, 0))
            finally:
                c.ehc_event_free(event)
    finally:
        c.ehc_job_free(job)


if __name__ == "__main__":
    path, platform, card, folder, password, pin = sys.argv[1:]
    print("keystore:", enrol(Library(path), platform, card, folder, password.encode(), pin.encode())["keystore"])
