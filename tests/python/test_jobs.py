"""Whole operations through ``ehcert.jobs``, against a sandbox and its card."""

import base64
import json
import os
import pathlib
import tempfile
import threading
import time
import unittest

import ehcert
import ehcert.jobs as jobs
from ehcert import _driver, errors
from sandbox_platform import HttpPlatform

PASSWORD = "Test-Keystore-1"
CONTACT = ehcert.ContactInput(
    email_private="someone@example.org", email_general=None, phone_private="0470 12 34 56", phone_general=None)


def threads():
    """Threads of jobs. A connection that a silent server holds is given up by a thread of its own, later."""
    names = [(task / "comm").read_text().strip() for task in pathlib.Path("/proc/self/task").iterdir()]
    return len([name for name in names if name != "ehcert-http"])


class Jobs(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.platform = HttpPlatform(os.environ["EHCERT"])
        cls.addClassCleanup(cls.platform.close)

    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.platform.control({"do": "clear_rules"})

    def request(self, application_id, **more):
        return jobs.request(
            platform=self.platform.url, card="sandbox", password=PASSWORD, contact=CONTACT,
            identifier_type="NIHII-GUARD_POST", identifier="67999077", name="Poste fictif", folder=self.folder.name,
            ec=True, application_id=application_id, **more)

    def test_the_whole_life(self):
        seen, asked = [], []

        def pin(purpose, tries_left):
            asked.append(purpose)
            return "1234"

        with self.request("JOBS", wait=60) as job:
            result = job.run(pin=pin, accept=lambda review: "S" in review.signer and bool(review.texts),
                             progress=lambda step, percent: seen.append(step))
            self.assertTrue(list(job) == [] and "JOBS" in result.dn)
        self.assertEqual(asked, ["authentication", "signature"])
        self.assertIn("store_key", seen)
        where = dict(platform=self.platform.url, keystore=pathlib.Path(result.keystore), password=PASSWORD)
        with ehcert.Keystore.read(result.keystore, PASSWORD) as opened:
            self.assertEqual(opened.status().serial, result.serial)
        with jobs.self_test(**where) as job:
            self.assertEqual(job.run().etk_serial, result.etk_serial)
        with jobs.scan([self.folder.name], password=PASSWORD) as job:
            scanned = json.loads(job.run().json)
        self.assertEqual([(k["state"], k["serial"]) for k in scanned["keystores"]], [("read", result.serial)])
        with jobs.scan([pathlib.Path(result.keystore)], within=100_000) as job:
            locked = json.loads(job.run().json)
        self.assertEqual([k["state"] for k in locked["keystores"]], ["locked"])
        for who in (dict(keystore=pathlib.Path(result.keystore), password=PASSWORD),
                    dict(identifier_type="NIHII-GUARD_POST", identifier="67999077", application_id="JOBS")):
            with jobs.etk(platform=self.platform.url, **who) as job:
                token = json.loads(job.run().json)
            self.assertEqual(ehcert.verify_etk(base64.b64decode(token["etk"])).problems, [])
        with jobs.status(**where) as job:
            told = json.loads(job.run().json)
        self.assertEqual(told["offline"]["serial"], result.serial)
        self.platform.control({"do": "settings", "replacement_days": 3650})
        self.addCleanup(self.platform.control, {"do": "settings", "replacement_days": 90})
        with jobs.renew(card="sandbox", contact=CONTACT, ec=True, wait=60, new_password="Another-Password-1", **where) as job:
            renewed = job.run(pin=lambda *_: "1234", accept=lambda _: True)
        self.assertTrue(renewed.to_be_activated)
        new = dict(where, keystore=renewed.keystore, password="Another-Password-1")
        with jobs.activate(**new) as job:
            job.run()
        with jobs.revoke(card="sandbox", reason="forgotten", **new) as job:
            job.run(pin=lambda *_: b"1234", accept=lambda review: not review.common_name)

    def test_step_by_step(self):
        with self.request("STEPS") as job:
            result = job.run(pin=lambda *_: "1234", accept=lambda _: True)
        self.assertTrue(result.automatically_validated)
        self.assertIsNone(result.serial)
        with jobs.complete(platform=self.platform.url, password=PASSWORD, folder=self.folder.name, wait=30) as job:
            self.assertIn("STEPS", job.run().dn)

    def test_a_card_that_the_program_holds(self):
        self.platform.send("POST", self.platform.url + "/card/reset", {}, b"")
        roots = (self.platform.dir / "platform/eid-roots.pem").read_text()
        with jobs.check(platform=self.platform.url, card="host", eid_anchors=roots) as job:
            result = job.run(card=lambda apdu: self.platform.send("POST", self.platform.url + "/card", {}, apdu)[2])
        self.assertIn("appletVersion", json.loads(result.json))
        with jobs.check(platform=self.platform.url, card="host") as job, self.assertRaises(errors.DriverError):
            job.run(card=lambda _: b"")

    def test_the_card_alone(self):
        place = jobs.where(self.platform.url, card="sandbox", reader_wait=5)
        with jobs.read_card(platform=place) as job:
            self.assertIn("Sabli", job.run().json)
        with jobs.pin_status(platform=place) as job:
            self.assertIn("3", job.run().json)
        digest = bytes(range(32))
        with jobs.sign(platform=place, key="signature", hash="SHA-256", digest=digest) as job:
            self.assertGreater(len(job.run(pin=lambda *_: "1234").json), 96)

    def test_every_wrong_field_comes_at_once(self):
        contact = ehcert.ContactInput(
            email_private="nobody", email_general=None, phone_private="?", phone_general=None)
        job = jobs.request(platform=self.platform.url, card="sandbox", password=PASSWORD, contact=contact,
                           identifier_type="CBE", identifier="0999999032", name="x")
        with job, self.assertRaises(errors.EhcertError) as caught:
            job.run()
        fields = {problem.field for problem in caught.exception.problems}
        self.assertEqual({"email_private", "phone_private"}, fields)
        self.assertIs(caught.exception.problem, caught.exception.problems[0])

    def test_questions_and_answers(self):
        with self.request("QUESTIONS") as job:
            for event in job:
                if isinstance(event, jobs.JobEvent.PIN):
                    break
            self.assertIsInstance(job.poll(), jobs.JobEvent.PIN)
            with self.assertRaises(errors.GeneralError) as caught:
                job.answer_contract(True)
            self.assertEqual(caught.exception.code, ehcert.Code.WrongState)
            job.answer_pin(None)
            last = list(job)[-1]
        self.assertIsInstance(last, jobs.JobEvent.FAILED)
        self.assertEqual(last.problems[0].name, "Cancelled")

    def test_cancelled_and_nothing_runs_on(self):
        before = threads()
        self.platform.control({"do": "rule", "rule": {"kind": "stall", "operation": "GetGenericOrganizationTypes"}})
        running = []
        for number in range(5):
            running.append(self.request(f"C{number}"))
            # The first event comes when the card is read: there is one card, and no more than one job may use it.
            self.assertIsInstance(next(iter(running[-1])), jobs.JobEvent.PROGRESS)
        timer = threading.Timer(0.2, lambda: [job.cancel() for job in running])
        timer.start()
        for job in running:
            with self.assertRaises(errors.GeneralError) as caught:
                job.run(pin=lambda *_: "1234", accept=lambda _: True)
            self.assertEqual(caught.exception.code, ehcert.Code.Cancelled)
            self.assertTrue(job.close())
        timer.join()
        with self.assertRaises(ZeroDivisionError), self.request("D") as job:
            for _ in job:
                raise ZeroDivisionError
        until = time.monotonic() + 10
        while threads() > before and time.monotonic() < until:
            time.sleep(0.05)
        self.assertLessEqual(threads(), before)

    def test_bad_arguments(self):
        where = dict(platform=self.platform.url, keystore="x", password=PASSWORD)
        for expected, call in (
            (errors.ArgumentTypeError, lambda: jobs.Job(None)),
            (errors.ArgumentTypeError, lambda: jobs.check(platform=None)),
            (errors.ArgumentTypeError, lambda: jobs.self_test(**dict(where, password=5))),
            (errors.ArgumentValueError, lambda: jobs.self_test(**dict(where, password="\ud800"))),
            (errors.ArgumentValueError, lambda: jobs.self_test(**dict(where, keystore="\ud800"))),
            (errors.ArgumentValueError, lambda: jobs.complete(platform="x", password="p", wait=-1)),
        ):
            with self.assertRaises(expected) as caught:
                call()
            self.assertTrue(caught.exception.advice)
        with jobs.self_test(**dict(where, keystore=self.folder.name + "/none")) as job:
            with self.assertRaises(errors.DriverError) as caught:
                job.run()
        self.assertTrue(caught.exception.name)

    def test_everything_of_the_driver_is_public(self):
        for name in _driver.__all__:
            if name not in ("InternalError", "DriverJobProtocol"):
                self.assertIn(name, jobs.__all__)
        for name in vars(_driver.DriverJobProtocol):
            if not name.startswith("_"):
                self.assertTrue(hasattr(jobs.Job, {"end": "close"}.get(name, name)), name)
        operations = [v.__name__.rpartition(".")[2].lower() for v in vars(jobs.Operation).values() if isinstance(v, type)]
        self.assertGreaterEqual(len(operations), 12)
        for name in operations:
            self.assertTrue(callable(getattr(jobs, name)), name)

    def test_no_repr_shows_what_is_secret(self):
        contact = jobs.Contact(email_private="a@b.c", email_general=None, phone_private="1", phone_general=None)
        self.assertNotIn("00a40400", repr(jobs.JobEvent.APDU(bytes.fromhex("00a40400"))))
        self.assertEqual(contact.to_dict()["phone_private"], "1")


if __name__ == "__main__":
    unittest.main()
