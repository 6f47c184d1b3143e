"""What is left: of many flows and keystores, of what nobody holds any more, of a cancelled task, of a password."""

import asyncio
import gc
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import threading
import unittest

import ehcert
import ehcert.aio
import ehcert.jobs
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
    def test_after_close_no_password_is_left_in_memory(self):
        with tempfile.TemporaryDirectory() as folder, ehcert.Keystore(self.keystore, PASSWORD) as opened:
            file = pathlib.Path(folder) / "k.p12"
            file.write_bytes(opened.change_password(bytes(secret())))
            keeper = subprocess.Popen(
                [sys.executable, __file__, "keep", str(file), self.platform.url], stdin=subprocess.PIPE,
                stdout=subprocess.PIPE, text=True)
            with keeper:
                self.assertEqual(keeper.stdout.readline(), "open\n")
                text = secret().decode()
                words = [text.encode(), text.encode("utf-16-be"), text.encode("utf-16-le")]
                opened = found(keeper.pid, words)
                keeper.stdin.write("\n")
                keeper.stdin.flush()
                self.assertEqual(keeper.stdout.readline(), "closed\n")
                closed = found(keeper.pid, words)
                print(f"the password in memory: {opened} times while open, {closed} times after close(); ", end="")
                keeper.stdin.close()
        self.assertEqual(keeper.returncode, 0)
        self.assertGreater(opened, 0, "the search finds what is there")
        self.assertEqual(closed, 0)


def found(process, words):
    """How often all memory that a process may write to (heaps, mappings, the stacks of its threads) holds these."""
    count = 0
    with open(f"/proc/{process}/maps") as maps, open(f"/proc/{process}/mem", "rb", 0) as memory:
        for row in maps:
            begin, end, access = re.match(r"([0-9a-f]+)-([0-9a-f]+) (\S+)", row).groups()
            if access.startswith("rw") and "[v" not in row:
                memory.seek(int(begin, 16))
                content = b""
                while len(content) < int(end, 16) - int(begin, 16):
                    part = memory.read(int(end, 16) - int(begin, 16) - len(content))
                    if not part:
                        raise AssertionError(f"not readable: {row}")
                    content += part
                count += sum(content.count(word) for word in words)
    return count


def secret():
    """A password that is written nowhere, neither as a constant nor as text: where it is found, the library put it."""
    word = bytearray(28)
    for place in range(len(word)):
        word[place] = (b"Kz7-" if place < 4 else b"aceghjlnprtvx")[place % 4 if place < 4 else place * 7 % 13]
    return word


def keep(file, url):
    """Has a password go through everything that takes one, wipes its own, and says when what it opened is closed."""
    data = pathlib.Path(file).read_bytes()
    password = secret()
    keystore = ehcert.Keystore(data, password)
    flow = ehcert.Flow.keystore_status(data, password, NOWHERE)
    flow.step(NOW)
    job = ehcert.jobs.status(platform=url, keystore=file, password=password)
    job.run()
    assert keystore.change_password(password) and ehcert.check_password(password, password).ok
    # Calls that are refused leave nothing behind either.
    for refused in (lambda: keystore.change_password(password, "\ud800"), lambda: ehcert.Keystore(data[:-1], password),
                    lambda: ehcert.jobs.Job(None, password, password)):
        try:
            refused()
        except ehcert.EhcertError:
            continue
        raise AssertionError("not refused")
    password[:] = bytes(len(password))
    print("open", flush=True)
    sys.stdin.readline()
    keystore.close()
    flow.wipe()
    job.close()
    print("closed", flush=True)
    sys.stdin.readline()


if __name__ == "__main__":
    if sys.argv[1:2] == ["keep"]:
        keep(*sys.argv[2:])
    else:
        unittest.main()
