"""The package as a package: every name, the exceptions, bad arguments row by row, secrets, many keystores."""

import array
import asyncio
import gc
import os
import pathlib
import subprocess
import sys
import sysconfig
import tempfile
import threading
import unittest

import ehcert
import ehcert.aio
import ehcert.fleet
from ehcert import _native, errors

COMMAND = os.environ["EHCERT"]
NOW = 1_700_000_000
LIVE = dict(platform="http://127.0.0.1:9", anchors=[])


def application_ids():
    return ehcert.Flow.application_ids("CBE", "0999999031", ehcert.PlatformInput(**LIVE))


class Names(unittest.TestCase):
    def test_everything_of_the_engine_is_public(self):
        generated = {n for n, v in vars(_native).items() if getattr(v, "__module__", "") == "ehcert._native"}
        public = {n for n in generated if not n.startswith("_") and not n.endswith("Protocol")}
        missing = public - set(ehcert.__all__) - {"EhcertError", "InternalError"}
        self.assertEqual(missing, set())
        self.assertGreater(len(public), 60)
        for name in ehcert.__all__:
            self.assertTrue(hasattr(ehcert, name), name)

    def test_every_method_of_a_keystore_is_there(self):
        own = {"open": "__init__", "wipe": "close"}
        for name in vars(_native.KeystoreProtocol):
            if not name.startswith("_"):
                self.assertTrue(hasattr(ehcert.Keystore, own.get(name, name)), name)

    def test_functions_give_something(self):
        self.assertEqual(ehcert.version(), "0.1.0")
        self.assertEqual(ehcert.check_email(" a@example.org "), "a@example.org")
        self.assertEqual(ehcert.check_phone("0470 00 00 00"), "0470000000")
        self.assertIsNone(ehcert.check_application_id("  "))
        self.assertEqual(ehcert.fold_name("Éléonore").text, "ELEONORE")
        self.assertGreater(len(ehcert.identifier_types("nl")), 10)
        self.assertNotEqual(ehcert.field_label("identifier", "fr"), ehcert.field_label("identifier", "nl"))
        self.assertTrue(ehcert.step_label("store", "de"))

    def test_python_dash_m_is_the_command_line(self):
        shown = subprocess.run([sys.executable, "-m", "ehcert", "--version"], capture_output=True, text=True)
        packed = (pathlib.Path(sysconfig.get_path("scripts")) / "ehcert").exists()
        self.assertEqual(shown.returncode, 0 if packed else 2, shown.stderr)
        self.assertIn("0.1.0" if packed else "without the command line", shown.stdout + shown.stderr)


class Exceptions(unittest.TestCase):
    def test_each_code_has_its_class(self):
        rows = ehcert.error_table("en")
        self.assertEqual({row.code for row in rows}, set(map(int, ehcert.Code)))
        classes = {10: errors.GeneralError, **{11 + i: c for i, c in enumerate(errors.CLASSES[1:])}}
        self.assertEqual({row.code // 100 for row in rows} - set(classes), set())
        for kind in errors.CLASSES:
            self.assertTrue(issubclass(kind, ehcert.EhcertError))

    def test_codes_and_texts_are_those_of_every_surface(self):
        table = pathlib.Path(__file__).resolve().parents[2] / "include/errors.tsv"
        head, *rows = [line.split("\t") for line in table.read_text("utf-8").splitlines()]
        for language in ("fr", "nl", "de", "en"):
            columns = [head.index(c) for c in ("code", "name", "actor", "retryable", f"message.{language}", f"advice.{language}")]
            told = [
                [str(r.code), r.name, r.actor, str(r.retryable).lower(), r.message, r.advice]
                for r in ehcert.error_table(language)
            ]
            self.assertEqual(told, [[row[c] for c in columns] for row in rows])

    def test_what_an_exception_tells(self):
        with self.assertRaises(errors.IdentityError) as caught:
            ehcert.check_identifier("CBE", "0999999032")
        error = caught.exception
        self.assertIsInstance(error.code, int)
        self.assertEqual(ehcert.Code(error.code).name, error.name)
        self.assertEqual((error.field, error.retryable, error.actor), ("identifier", False, "user"))
        texts = {error.text(language) for language in ("en", "fr", "nl", "de")}
        self.assertEqual(len(texts), 4)
        self.assertIn(error.name, str(error))
        self.assertNotIn("0999999032", repr(error))

    def test_rows_of_bad_input(self):
        signer = ehcert.SignerInput(authentication_chain=[b"x"], signature_chain=[], anchors=[])
        where = ehcert.PlatformInput(**LIVE)
        huge = bytes(100 << 20)
        rows = [
            (errors.ArgumentTypeError, ehcert.check_identifier, None, "1"),
            (errors.ArgumentTypeError, ehcert.check_identifier, "CBE", 5),
            (errors.ArgumentTypeError, ehcert.check_identifier, "CBE"),
            (errors.ArgumentTypeError, ehcert.check_identifier, b"CBE", "1"),
            (errors.ArgumentValueError, ehcert.check_email, "\ud800@example.org"),
            (errors.ArgumentValueError, ehcert.fold_name, "\udfff"),
            (errors.ArgumentTypeError, ehcert.preview_csr, "text"),
            (errors.ArgumentTypeError, ehcert.preview_csr, None),
            (errors.EhcertError, ehcert.preview_csr, b""),
            (errors.EhcertError, ehcert.preview_csr, huge),
            (errors.EhcertError, ehcert.view_certificate, array.array("I", [1, 2, 3])),
            (errors.EhcertError, ehcert.inspect_keystore, huge),
            (errors.ArgumentTypeError, ehcert.review_request, {"holder": "other"}),
            (errors.ArgumentTypeError, ehcert.Keystore, None, "p"),
            (errors.ArgumentTypeError, ehcert.Keystore, b"0", None),
            (errors.ArgumentTypeError, ehcert.Keystore, 5, "p"),
            (errors.ArgumentValueError, ehcert.Keystore, b"0", "\ud800"),
            (errors.EhcertError, ehcert.Keystore, b"", "p"),
            (errors.EhcertError, ehcert.Keystore, b"0" * 1000, "p"),
            (errors.EhcertError, ehcert.Keystore, b"", b"\xff\xfe"),
            (errors.ArgumentValueError, ehcert.keystore_file_name, "CN=x", -1, 1, 1, 1, 1, 1),
            (errors.ArgumentValueError, ehcert.keystore_file_name, "CN=x", 1 << 70, 1, 1, 1, 1, 1),
            (errors.ArgumentTypeError, ehcert.Flow.preflight, None, None, NOW),
            (errors.ArgumentTypeError, ehcert.Flow.preflight, signer, where, None),
            (errors.ArgumentValueError, ehcert.Flow.preflight, signer, where, 1 << 64),
            (errors.EhcertError, ehcert.Flow.preflight, signer, where, NOW),
            (errors.EhcertError, ehcert.Flow.completion, b"", b"p", "no-such-form", None, 1, where),
            (errors.GeneralError, ehcert.CardFlow.sign, "no-such-key", "SHA-256", b"", None, NOW),
            (errors.EhcertError, ehcert.verify_certificate, b""),
            (errors.EhcertError, ehcert.verify_certificate, b"0", None, ehcert.path_input(purpose="none such")),
            (errors.EhcertError, ehcert.verify_etk, b"0"),
            (errors.EhcertError, ehcert.verify_signature, b"", "none such", b"", b""),
            (errors.ArgumentTypeError, ehcert.verify_message, b"0", "keystore"),
        ]
        for number, (expected, call, *arguments) in enumerate(rows):
            with self.subTest(row=number, call=call.__name__), self.assertRaises(expected) as caught:
                call(*arguments)
            error = getattr(caught, "exception", None)
            if error is not None:
                self.assertIn(error.code, set(map(int, ehcert.Code)))
                self.assertTrue(error.advice)
        for error, language_own in ((errors.ArgumentTypeError, TypeError), (errors.ArgumentValueError, ValueError)):
            self.assertTrue(issubclass(error, language_own))

    def test_answers_that_nothing_asked_for(self):
        flow = application_ids()
        for answer in (
            lambda: flow.answer_signature(b"", NOW),
            lambda: flow.answer_contract(True, NOW),
            lambda: flow.answer_stored(b"", NOW),
            lambda: flow.answer_waited(NOW),
            lambda: flow.generate_key(NOW),
            lambda: flow.answer_key(b"", NOW),
        ):
            with self.assertRaises(errors.EhcertError):
                answer()
        self.assertIsInstance(flow.step(NOW), ehcert.FlowStep.HTTP)

    def test_a_wiped_flow(self):
        with application_ids() as flow:
            flow.step(NOW)
        with self.assertRaises(errors.GeneralError) as caught:
            flow.step(NOW)
        self.assertEqual(caught.exception.code, ehcert.Code.WrongState)
        self.assertIsNone(flow.application_ids_outcome())

    def test_calls_from_a_finaliser(self):
        seen = []

        class Late:
            def __init__(self):
                self.flow = application_ids()

            def __del__(self):
                seen.append(type(self.flow.step(NOW)))

        late = Late()
        late.itself = late
        del late
        gc.collect()
        self.assertEqual(seen, [ehcert.FlowStep.HTTP])

    def test_calls_when_the_interpreter_ends(self):
        program = """
import sys, threading, ehcert
NOW = 1_700_000_000

class Late:
    def __init__(self):
        where = ehcert.PlatformInput(platform="http://127.0.0.1:9", anchors=[])
        self.flow = ehcert.Flow.application_ids("CBE", "0999999031", where)
        self.calls = [lambda: self.flow.step(1).url, lambda check=ehcert.check_identifier: check("CBE", "0999999031").value,
                      lambda check=ehcert.check_email: check("\\ud800")]

    def __del__(self):
        for call in self.calls:
            try:
                print(call())
            except ValueError as error:
                print(error.name)

def spin():
    while True:
        ehcert.check_identifier("CBE", "0999999031")

for _ in range(int(sys.argv[1])):
    threading.Thread(target=spin, daemon=True).start()
late = Late()
late.itself = late
"""
        # While threads are left, the interpreter collects nothing at its end; it ends all the same.
        for threads, expected in ((0, ["http://127.0.0.1:9/CertRa/v2", "0999999031", "InvalidArgument"]), (4, [])):
            done = subprocess.run([sys.executable, "-c", program, str(threads)], capture_output=True, text=True, timeout=60)
            self.assertEqual((done.returncode, done.stderr), (0, ""))
            self.assertEqual(done.stdout.split(), expected)


class Verify(unittest.TestCase):
    def openssl(self, *arguments, **more):
        return subprocess.run(["openssl", *arguments], check=True, capture_output=True, **more).stdout

    def test_a_signature_of_openssl(self):
        with tempfile.TemporaryDirectory() as folder:
            key = pathlib.Path(folder) / "key.pem"
            self.openssl("ecparam", "-name", "prime256v1", "-genkey", "-noout", "-out", str(key))
            public = self.openssl("pkey", "-in", str(key), "-pubout")
            signature = self.openssl("dgst", "-sha256", "-sign", str(key), input=b"data")
        judged = ehcert.verify_signature(public, "ecdsa-with-SHA256", b"data", signature)
        self.assertTrue(judged.accepted)
        self.assertEqual(judged.to_dict()["problems"], [])
        for data, wrong in ((b"Data", signature), (b"data", signature[:-1]), (b"data", b"")):
            judged = ehcert.verify_signature(public, "ecdsa-with-SHA256", data, wrong)
            self.assertFalse(judged.accepted)
            self.assertTrue(judged.problems[0].name)

    def test_what_is_no_message_is_refused_with_a_reason(self):
        for message in (b"", b"0", bytes(1000)):
            try:
                judged = ehcert.verify_message(message)
            except errors.EhcertError as error:
                self.assertTrue(error.advice)
            else:
                self.assertFalse(judged.accepted)
                self.assertTrue(judged.problems)


class Secrets(unittest.TestCase):
    def test_no_repr_shows_bytes(self):
        rows = [
            ehcert.CardStep.APDU(b"1234", True),
            ehcert.FlowStep.STORE("store", 5, b"1234", False),
            ehcert.UnsealedMessage(content=b"1234", sender=None, signing_time=None, warnings=[]),
        ]
        for row in rows:
            for shown in (repr(row), str(row), f"{row}"):
                self.assertNotIn("1234", shown)
        self.assertIn("subject='CN=x'", repr(ehcert.CsrPreview(
            subject="CN=x", key="", public_key_identifier="", signature_valid=True, attributes=[],
            requested_extensions=[])))

    def test_a_bad_password_is_in_no_traceback(self):
        with self.assertRaises(errors.EhcertError) as caught:
            ehcert.Keystore(b"0" * 10, "a-secret-of-mine\ud800")
        self.assertIsNone(caught.exception.__cause__)
        self.assertNotIn("a-secret", repr(caught.exception) + str(caught.exception))

    def test_the_stored_file(self):
        with tempfile.TemporaryDirectory() as folder:
            store = ehcert.FileStore(pathlib.Path(folder) / "k.p12")
            self.assertEqual(store(b"one"), b"one")
            self.assertEqual(store(b"two"), b"two")
            self.assertEqual(store.path.stat().st_mode & 0o777, 0o600)
            self.assertEqual([f.name for f in pathlib.Path(folder).iterdir()], ["k.p12"])


class Fleet(unittest.TestCase):
    def test_every_row_gives_one(self):
        rows = [(str(i), bytes(i), "Password-1") for i in range(50)] + [("none", None, "x"), ("text", "k", "x")]
        first = list(ehcert.fleet.scan(rows, NOW))
        self.assertEqual([row["id"] for row in first], [row[0] for row in rows])
        self.assertEqual(first, list(ehcert.fleet.scan(rows, NOW)))
        for row in first:
            self.assertFalse(row["ok"])
            self.assertIn(row["code"], set(map(int, ehcert.Code)))
            self.assertEqual(list(row), ehcert.fleet._COLUMNS)


class Asynchronous(unittest.TestCase):
    def test_a_cancelled_task_leaves_the_flow_where_it_was(self):
        async def never(_):
            await asyncio.sleep(3600)

        class Client:
            def stream(self, *_, **__):
                return self

            async def __aenter__(self):
                await asyncio.sleep(3600)

            async def __aexit__(self, *_):
                return None

        async def main():
            flow = application_ids()
            reached = asyncio.Event()
            task = asyncio.create_task(ehcert.aio.run(flow, client=Client(), progress=lambda *_: reached.set()))
            await reached.wait()
            task.cancel()
            with self.assertRaises(asyncio.CancelledError):
                await task
            self.assertIsInstance(flow.step(NOW), ehcert.FlowStep.HTTP)
            self.assertEqual(len(asyncio.all_tasks()), 1)

        asyncio.run(main())

    def test_nobody_listens(self):
        with self.assertRaises(OSError):
            asyncio.run(ehcert.aio.run(application_ids()))


class Leaks(unittest.TestCase):
    def test_flows_and_errors_leave_nothing(self):
        def resident():
            return int(pathlib.Path("/proc/self/statm").read_text().split()[1]) * 4096

        def work(count):
            for _ in range(count):
                flow = application_ids()
                flow.step(NOW)
                with self.assertRaises(errors.EhcertError):
                    ehcert.Keystore(b"0" * 1000, "p")

        work(500)
        before = resident()
        threads = [threading.Thread(target=work, args=(1250,)) for _ in range(16)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        gc.collect()
        self.assertLess(resident() - before, 16 << 20)


if __name__ == "__main__":
    unittest.main()
