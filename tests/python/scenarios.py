"""The Python player of ``tests/scenarios``; one file alone: EHCERT_SCENARIO=PART_OF_ITS_NAME."""

import json
import os
import pathlib
import re
import sys
import time
import unittest

import ehcert
from sandbox_platform import HttpPlatform

FOLDER = pathlib.Path(__file__).resolve().parents[1] / "scenarios"
sys.path.insert(0, str(FOLDER))

import check  # noqa: E402

#: Errors without an answer taken in between that end a flow.
PATIENCE = 4


def camel(value):
    """The names of a record as the JSON of every surface has them."""
    if isinstance(value, dict):
        return {re.sub(r"_(.)", lambda m: m[1].upper(), key): camel(inner) for key, inner in value.items()}
    return [camel(item) for item in value] if isinstance(value, list) else value


def shown(record):
    return camel(ehcert.to_dict(record))


def snake(value):
    return {re.sub(r"[A-Z]", lambda m: "_" + m[0].lower(), key): inner for key, inner in value.items()}


def contact_input(told):
    return ehcert.ContactInput(**snake(told))


def request_input(told):
    told = dict(told, contact=contact_input(told["contact"]))
    return ehcert.RequestInput(**snake(told))


KINDS = {
    ehcert.FlowStep.SIGN: "sign", ehcert.FlowStep.SHOW_CONTRACT: "showContract",
    ehcert.FlowStep.GENERATE_KEY: "generateKey", ehcert.FlowStep.HTTP: "http", ehcert.FlowStep.STORE: "store",
    ehcert.FlowStep.WAIT: "wait", ehcert.FlowStep.DONE: "done",
}


def shown_step(step):
    """A step without its bytes, which differ from run to run."""
    members = {key: value for key, value in vars(step).items() if not isinstance(value, bytes)}
    return {"kind": KINDS[type(step)], **camel({key: ehcert.to_dict(value) for key, value in members.items()})}


class Lost(Exception):
    """No whole answer came."""


class Play:
    def __init__(self, platform, scenario):
        self.platform, self.scenario = platform, scenario
        self.clock, self.stored, self.lines = 0, None, []
        platform.control({"do": "clear_rules"})
        platform.control({"do": "clock", "offset": 0})
        self.holder = platform.run_card(ehcert.CardFlow.read()).holder()

    def now(self):
        return int(time.time()) + self.clock

    def error(self, error):
        self.lines.append({"error": shown(error.problem)})

    def run(self):
        for told in self.scenario["flows"]:
            self.lines.append({"flow": told["flow"]})
            try:
                self.card() if told["flow"] == "card" else self.flow(told)
            except ehcert.EhcertError as error:
                self.error(error)
        if self.stored is not None:
            try:
                with ehcert.Keystore(self.stored, self.scenario["password"]) as opened:
                    self.lines.append({"keystore": shown(opened.status(self.now()))})
            except ehcert.EhcertError as error:
                self.error(error)
        return self.lines

    def card(self):
        holder = self.platform.run_card(ehcert.CardFlow.read()).holder()
        self.lines.append({"outcome": {
            "nationalNumber": holder.national_number, "surname": holder.surname, "givenNames": holder.given_names}})

    def make(self, told, pending=False):
        platform = ehcert.PlatformInput(platform=self.platform.url, anchors=self.platform.roots)
        signer = ehcert.SignerInput(
            authentication_chain=self.holder.authentication_chain, signature_chain=self.holder.signature_chain,
            anchors=self.holder.authentication_chain[-1:])
        password = told.get("password", self.scenario["password"]).encode()
        kind, stored = told["flow"], self.stored
        if kind == "preflight":
            return ehcert.Flow.preflight(signer, platform, self.now())
        if kind == "enrolment":
            request = request_input(told.get("request", self.scenario["request"]))
            return ehcert.Flow.enrolment(
                signer, request, password, "ehealth", stored if pending or told.get("pending") else None,
                stored if told.get("renews") else None, None, platform, self.now())
        if kind == "completion":
            return ehcert.Flow.completion(
                stored, password, "ehealth", told.get("expected"), told["patience"], platform)
        if kind in ("keystoreStatus", "selfTest", "activation"):
            made = {"keystoreStatus": "keystore_status", "selfTest": "self_test"}.get(kind, kind)
            return getattr(ehcert.Flow, made)(stored, password, platform)
        if kind == "applicationIds":
            return ehcert.Flow.application_ids(told["identifierType"], told["identifier"], platform)
        if kind == "revocation":
            return ehcert.Flow.revocation(
                signer, self.public_key_identifier(), told["reason"], platform, self.now())
        if kind == "foreignRequest":
            return ehcert.Flow.foreign_request(
                told["bis"], told["firstNames"], told["name"], contact_input(told["contact"]), password, "p-384",
                "ehealth", platform)
        raise AssertionError(kind)

    def public_key_identifier(self):
        with ehcert.Keystore(self.stored, self.scenario["password"]) as opened:
            return opened.public_key_identifier()

    def filled(self, command):
        """A command with what only this run knows."""
        text = json.dumps(command)
        if "{publicKeyIdentifier}" in text:
            text = text.replace("{publicKeyIdentifier}", self.public_key_identifier())
        return json.loads(text)

    def flow(self, told):
        flow = self.make(told)
        script = list(told.get("script", []))
        step = flow.step(self.now())
        failures = 0
        while True:
            self.lines.append(shown_step(step))
            if isinstance(step, ehcert.FlowStep.DONE):
                self.outcome(told["flow"], flow)
                assert not script, script
                return
            entry = next((e for e in script if e["at"] == step.name), None)
            if entry is None:
                entry = {}
            else:
                script.remove(entry)
            for command in entry.get("control", []):
                self.platform.control(self.filled(command))
            self.clock = entry.get("clock", self.clock)
            act = entry.get("act")
            if act == "stop":
                return
            try:
                if act == "restart":
                    self.lines.append({"restart": True})
                    flow, following = self.make(told, self.stored is not None), None
                else:
                    following = self.answer(flow, step, act, entry)
                    failures = 0
            except Lost:
                self.lines.append({"lost": True})
                following = None
            except ehcert.EhcertError as error:
                failures += 1
                if failures == PATIENCE:
                    raise
                self.error(error)
                following = None
            step = following or flow.step(self.now())

    def answer(self, flow, step, act, entry):
        if act == "not-asked":
            return flow.answer_waited(self.now())
        if isinstance(step, ehcert.FlowStep.SIGN):
            signature = bytearray(self.sign(step, act))
            if act == "wrong-signature":
                signature[-1] ^= 1
            return flow.answer_signature(b"" if act == "no-signature" else bytes(signature), self.now())
        if isinstance(step, ehcert.FlowStep.SHOW_CONTRACT):
            return flow.answer_contract(act != "decline", self.now())
        if isinstance(step, ehcert.FlowStep.GENERATE_KEY):
            return flow.answer_key(b"\x30\x00", self.now()) if act == "wrong-key" else flow.generate_key(self.now())
        if isinstance(step, ehcert.FlowStep.HTTP):
            if act == "http":
                told = entry["http"]
                body = told["body"].encode() * told.get("times", 1)
                return flow.answer_http(told["status"], told["contentType"], body, self.now())
            headers = {header.name: header.value for header in step.headers}
            answer = self.platform.send(step.method, step.url, headers, step.body)
            if answer is None or act == "lost":
                raise Lost
            return flow.answer_http(*answer, self.now())
        if isinstance(step, ehcert.FlowStep.STORE):
            kept = bytearray(step.keystore)
            if act == "stored-other":
                kept[-1] ^= 1
            elif act == "stored-half":
                del kept[len(kept) // 2:]
            elif act == "stored-nothing":
                kept.clear()
            following = flow.answer_stored(bytes(kept), self.now())
            self.stored = step.keystore
            return following
        self.platform.control({"do": "advance", "seconds": step.seconds})
        self.clock += step.seconds
        return flow.answer_waited(self.now())

    def sign(self, step, act):
        chain = self.holder.signature_chain if step.key == "signature" else self.holder.authentication_chain
        flow = ehcert.CardFlow.sign(step.key, step.hash, step.digest, chain[0], self.now())
        pin = b"0000" if act == "wrong-pin" else None if act == "no-pin" else b"1234"
        return self.platform.run_card(flow, pin, gone=act == "no-card").signature()

    def outcome(self, kind, flow):
        outcome = {
            "preflight": lambda: shown(flow.preflight_outcome()),
            "enrolment": lambda: shown(flow.enrolment_outcome()),
            "completion": lambda: shown(flow.completion_outcome()),
            "foreignRequest": lambda: shown(flow.foreign_outcome()),
            "keystoreStatus": lambda: {"certificates": shown(flow.status_outcome())},
            "applicationIds": lambda: {"applicationIds": flow.application_ids_outcome()},
            "selfTest": lambda: {"etkSerial": flow.self_test_outcome()},
        }.get(kind, dict)()
        self.lines.append({"outcome": outcome})


def judged(case, language):
    """The line of one case of fields.json."""
    call, arguments = case["call"], case["arguments"]
    function = {
        "checkPassword": lambda password, confirmation: ehcert.check_password(password, confirmation),
        "reviewRequest": lambda told: ehcert.review_request(request_input(told)),
        "fieldLabel": lambda name: ehcert.field_label(name, language),
        "stepLabel": lambda name: ehcert.step_label(name, language),
    }.get(call) or getattr(ehcert, re.sub(r"[A-Z]", lambda m: "_" + m[0].lower(), call))
    try:
        return {"call": call, "result": shown(function(*arguments))}
    except ehcert.EhcertError as error:
        message, advice = error.text(language)
        return {"call": call, "error": shown(error.problem), "message": message, "advice": advice}


class Scenarios(unittest.TestCase):
    maxDiff = None

    @classmethod
    def setUpClass(cls):
        cls.platform = HttpPlatform(os.environ["EHCERT"])
        cls.addClassCleanup(cls.platform.close)

    def compared(self, file, lines):
        scenario = json.loads(file.read_text("utf-8"))
        self.assertTrue(lines)
        self.assertEqual(check.differences(scenario, lines, self.platform.url), [], file.name)
        self.assertTrue(check.serials_agree(lines), file.name)

    def test_flows(self):
        files = sorted(FOLDER.glob("flow-*.json"))
        self.assertGreater(len(files), 25)
        wanted = os.environ.get("EHCERT_SCENARIO", "")
        for file in files:
            if wanted in file.name:
                with self.subTest(file=file.name):
                    self.compared(file, Play(self.platform, json.loads(file.read_text("utf-8"))).run())

    def test_fields(self):
        file = FOLDER / "fields.json"
        told = json.loads(file.read_text("utf-8"))
        self.compared(file, [judged(case, told["language"]) for case in told["cases"]])


if __name__ == "__main__":
    unittest.main()
