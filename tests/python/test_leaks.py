"""What is left: of many flows and keystores, of what nobody holds any more, of a cancelled task, of a password."""

import asyncio
import gc
import os
import pathlib
import re
import secrets
import subprocess
import sys
import tempfile
import threading
import unittest

import ehcert
import ehcert.aio
from make_keystores import keystore, quick
from sandbox_platform import HttpPlatform

NOW = 1_700_000_000
PASSWORD = "Test-Keystore-1"
NOWHERE = ehcert.PlatformInput(platform="http://127.0.0.1:9", anchors=[])


def resident():
    return int(pathlib.Path("/proc/self/statm").read_text().split()[1]) * 4096


def in_threads(work, count=16):
    threads = [threading.Thread(target=work) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


class Leaks(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.platform = HttpPlatform(os.environ["EHCERT"])
        cls.addClassCleanup(cls.platform.close)
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.keystore = pathlib.Path(keystore(cls.platform, folder.name, ec=True)).read_bytes()
        cls.quick = quick(cls.keystore)

    def setUp(self):
        gc.collect()
        self.assertEqual(ehcert.live_objects(), 0)

    def tearDown(self):
        gc.collect()
        self.assertEqual(ehcert.live_objects(), 0)

    def test_2000_keystores_in_16_threads(self):
        def work(count=125):
            for _ in range(count):
                with ehcert.Keystore(self.quick, PASSWORD) as opened:
                    opened.public_key_identifier()

        work(125)
        before = resident()
        in_threads(work)
        gc.collect()
        self.assertLess(resident() - before, 16 << 20)

    def test_one_keystore_in_16_threads(self):
        seen = set()
        with ehcert.Keystore(self.keystore, PASSWORD) as opened:
            in_threads(lambda: seen.update([opened.status(NOW).serial, opened.public_key_identifier()]))
        self.assertEqual(len(seen), 2)

    def test_what_nobody_holds_is_collected(self):
        class Ring:
            """Holds itself, so that only the collector of cycles frees it."""

            def __init__(self, *held):
                self.held, self.itself = held, self

        gc.disable()
        try:
            for _ in range(100):
                Ring(ehcert.Keystore(self.quick, PASSWORD), ehcert.CardFlow.read(),
                     ehcert.Flow.application_ids("CBE", "0999999031", NOWHERE))
            self.assertEqual(ehcert.live_objects(), 300)
        finally:
            gc.enable()
        gc.collect()
        self.assertEqual(ehcert.live_objects(), 0)

    def test_failures_leave_nothing(self):
        for data, password in ((self.quick, "wrong"), (self.quick[:-1], PASSWORD), (b"", PASSWORD)):
            for _ in range(20):
                with self.assertRaises(ehcert.EhcertError):
                    ehcert.Keystore(data, password)

    def test_an_argument_that_cannot_be_converted_leaves_nothing(self):
        mega, lone = bytes(1 << 20), "\ud800"

        def lost(call):
            with self.assertRaises((ehcert.errors.ArgumentTypeError, ehcert.errors.ArgumentValueError)):
                call()

        def all_of_them():
            flow = ehcert.Flow.application_ids("CBE", "0999999031", NOWHERE)
            flow.step(NOW)
            lost(lambda: flow.answer_http(200, lone, mega, NOW))
            lost(lambda: flow.answer_http(200, "text/xml", iter([mega]), NOW))
            lost(lambda: ehcert.Flow.revocation_inquiry([mega], (mega for _ in "1"), NOWHERE))
            card = ehcert.CardFlow.read()
            lost(lambda: card.answer_response(lone))
            lost(lambda: ehcert.CardFlow.sign("authentication", "SHA-256", mega, lone, NOW))
            with ehcert.Keystore(self.quick, PASSWORD) as opened:
                lost(lambda: opened.seal(mega, (mega for _ in "1"), []))
                lost(lambda: opened.rewrap(lone))
                lost(lambda: opened.change_password("Another-Password-2", lone))
                lost(lambda: opened.unseal(mega, [mega, None]))
                hollow = ehcert.trust_input(anchors=(mega for _ in "1"))
                lost(lambda: ehcert.verify_message(mega, opened, hollow))

        all_of_them()
        gc.collect()
        self.assertEqual(ehcert.live_objects(), 0)
        before = resident()
        for _ in range(30):
            all_of_them()
        self.assertLess(resident() - before, 16 << 20)

    def test_what_the_collector_took_is_told_to_a_finaliser(self):
        told = []

        class Owner:
            """Ends what it holds when it is collected; in a cycle, after that was collected itself."""

            def __init__(self, *held):
                self.held, self.itself = held, self

            def __del__(self):
                for call in self.held:
                    try:
                        call()
                    except ehcert.EhcertError as error:
                        told.append(error.name)

        for _ in range(20):
            opened = ehcert.Keystore(self.quick, PASSWORD)
            card = ehcert.CardFlow.read()
            flow = ehcert.Flow.application_ids("CBE", "0999999031", NOWHERE)
            owner = Owner(opened.entries, card.start, lambda flow=flow: flow.step(NOW),
                          lambda opened=opened: ehcert.verify_message(b"", opened))
            # The collector ends what it finds in the order in which it was made.
            opened._inner.owner = card.owner = flow.owner = owner
            del opened, card, flow, owner
            gc.collect()
        self.assertEqual(told, ["WrongState"] * 80)

    def test_a_cancelled_task_leaves_nothing_running(self):
        self.platform.control({"do": "rule", "rule": {"kind": "stall"}})
        self.addCleanup(self.platform.control, {"do": "clear_rules"})
        url = self.platform.url.rpartition(":")[2]

        class Client:
            """As httpx does it: a connection in the caller's loop."""

            def __init__(self):
                self.open = 0

            def stream(self, method, address, content, headers, **_):
                return Answer(self, method, content)

        class Answer:
            def __init__(self, client, method, content):
                self.client, self.content = client, content

            async def __aenter__(self):
                self.client.open += 1
                try:
                    reader, self.writer = await asyncio.open_connection("127.0.0.1", int(url))
                    try:
                        self.writer.write(b"POST /CertRa/v2 HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 5\r\n\r\nhello")
                        await reader.read()
                    finally:
                        self.writer.close()
                finally:
                    self.client.open -= 1

            async def __aexit__(self, *_):
                return None

        async def main():
            client = Client()
            where = ehcert.PlatformInput(platform=self.platform.url, anchors=[])
            flows = [ehcert.Flow.application_ids("CBE", "0999999031", where) for _ in range(16)]
            tasks = [asyncio.create_task(ehcert.aio.run(flow, client=client)) for flow in flows]
            while client.open < 16:
                await asyncio.sleep(0.01)
            for task in tasks:
                task.cancel()
            results = await asyncio.gather(*tasks, return_exceptions=True)
            self.assertTrue(all(isinstance(result, asyncio.CancelledError) for result in results))
            self.assertEqual((client.open, len(asyncio.all_tasks())), (0, 1))
            for flow in flows:
                self.assertIsInstance(flow.step(NOW), ehcert.FlowStep.HTTP)

        asyncio.run(main())

    @unittest.skipUnless(sys.platform == "linux", "reads /proc")
    def test_no_password_in_the_heap_of_the_library(self):
        with tempfile.TemporaryDirectory() as folder:
            file = pathlib.Path(folder) / "k.p12"
            file.write_bytes(self.keystore)
            done = subprocess.run([sys.executable, __file__, "search", str(file)], capture_output=True, text=True)
        self.assertEqual((done.returncode, done.stdout), (0, "open 1 closed 0\n"), done.stderr)


def heap_has(words):
    """Whether the C heap holds one of these. CPython keeps its own small objects in arenas elsewhere."""
    with open("/proc/self/maps") as maps, open("/proc/self/mem", "rb", 0) as memory:
        for row in maps:
            found = re.match(r"([0-9a-f]+)-([0-9a-f]+) rw.*\[heap\]", row)
            if found:
                begin, end = int(found[1], 16), int(found[2], 16)
                memory.seek(begin)
                # The copy of the heap is larger than what the heap itself gives out, so it is not in it.
                content = memory.read(end - begin)
                return int(any(bytes(word) in content for word in words))
    raise AssertionError("no heap")


def search(file):
    data = pathlib.Path(file).read_bytes()
    password = "A-" + secrets.token_hex(20)
    with ehcert.Keystore(data, PASSWORD) as opened:
        changed = opened.change_password(password)
    words = [password.encode(), password.encode("utf-16-be")]
    keystore = ehcert.Keystore(changed, password)
    while_open = heap_has(words)
    keystore.close()
    del keystore
    gc.collect()
    print(f"open {while_open} closed {heap_has(words)}")


if __name__ == "__main__":
    if sys.argv[1:2] == ["search"]:
        search(sys.argv[2])
    else:
        unittest.main()
