// The JavaScript module in Node: checks, misuse, and the main job against the sandbox with a software card.
import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { createRequire } from "node:module";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";

const ehcert = createRequire(import.meta.url)(process.env.EHCERT_NODE);
const command = process.env.EHCERT;
const text = (value) => new TextEncoder().encode(value);
const now = () => Math.floor(Date.now() / 1000);

test("checks and their reasons", () => {
  assert.equal(ehcert.checkIdentifier("NIHII-GUARD_POST", "679.990-77").value, "67999077");
  assert.throws(() => ehcert.checkIdentifier("CBE", "0999999032"), (error) => {
    assert.equal(error.field, "identifier");
    assert.equal(error.retryable, false);
    for (const language of ["fr", "nl", "de", "en"]) {
      assert.ok(ehcert.describeProblem(error.code, language).message.length > 10);
    }
    return error instanceof Error;
  });
  assert.equal(ehcert.professions("de").length, 29);
  assert.equal(ehcert.checkPassword(text("court")).ok, false);
  assert.equal(ehcert.checkPassword(text("Test-1234"), text("Test-1234")).ok, true);
  assert.deepEqual(ehcert.foldName("Élodie Ø").unfolded, ["Ø"]);
  const review = ehcert.reviewRequest({
    holder: "other", identifierType: "NIHII-GUARD_POST", identifier: "67999077", name: "Poste fictif", firstNames: "",
    applicationId: null, baseServices: [], key: "",
    contact: { emailPrivate: "a@example.org", emailGeneral: null, phonePrivate: "0470000000", phoneGeneral: null },
  });
  assert.equal(review.commonName, "NIHII-GUARD_POST=67999077");
});

test("wrong input is an error, and the module goes on", () => {
  for (const call of [
    () => ehcert.checkEmail("\ud800"),
    () => ehcert.previewCsr(new Uint8Array(5)),
    () => ehcert.viewCertificate(text("-----BEGIN CERTIFICATE-----")),
    () => ehcert.inspectKeystore(new Uint8Array(100_000_000)),
    () => ehcert.Keystore.open(new Uint8Array(0), text("x")),
    () => ehcert.reviewRequest(5),
    () => ehcert.Flow.completion(new Uint8Array(3), text("x"), 1, "http://127.0.0.1:1", []),
  ]) {
    assert.throws(call, (error) => typeof error.code === "number");
  }
  assert.ok(ehcert.version());
});

test("memory stays flat", () => {
  const before = () => process.memoryUsage().arrayBuffers + process.memoryUsage().external;
  for (let i = 0; i < 1000; i++) ehcert.checkIdentifier("SSIN", "93051822361");
  const start = before();
  for (let i = 0; i < 100_000; i++) ehcert.checkIdentifier("SSIN", "93051822361");
  assert.ok(before() - start < 8 << 20);
});

class Platform {
  static async start() {
    const self = new Platform();
    self.dir = mkdtempSync(join(tmpdir(), "ehcert-"));
    const folder = join(self.dir, "platform");
    self.process = spawn(command, ["sandbox", "run", "--json", "--listen", "127.0.0.1:0", "--dir", folder]);
    const line = await new Promise((done) => self.process.stdout.once("data", (data) => done(String(data))));
    self.url = JSON.parse(line).url;
    const card = join(self.dir, "card.json");
    assert.equal(spawnSync(command, ["sandbox", "card", "--dir", folder, "--kind", "ec", card]).status, 0);
    const server = createServer();
    await new Promise((done) => server.listen(0, "127.0.0.1", done));
    const connected = new Promise((done) => server.once("connection", done));
    self.reader = spawn(command, ["sandbox", "serve", card, "--vpcd", String(server.address().port)]);
    self.socket = await connected;
    server.close();
    self.buffer = Buffer.alloc(0);
    self.socket.on("data", (data) => {
      self.buffer = Buffer.concat([self.buffer, data]);
      self.pump?.();
    });
    self.send(Buffer.from([1]));
    return self;
  }
  send(message) {
    const length = Buffer.alloc(2);
    length.writeUInt16BE(message.length);
    this.socket.write(Buffer.concat([length, message]));
  }
  transmit(apdu) {
    return new Promise((done) => {
      this.pump = () => {
        if (this.buffer.length < 2) return;
        const length = this.buffer.readUInt16BE(0);
        if (this.buffer.length < 2 + length) return;
        const answer = this.buffer.subarray(2, 2 + length);
        this.buffer = this.buffer.subarray(2 + length);
        this.pump = undefined;
        done(new Uint8Array(answer));
      };
      this.send(Buffer.from(apdu));
    });
  }
  stop() {
    this.socket.destroy();
    this.process.kill("SIGKILL");
    rmSync(this.dir, { recursive: true, force: true });
  }
}

async function card(platform, flow) {
  let step = flow.start();
  while (step.kind !== "done") {
    if (step.kind === "apdu") step = flow.answerResponse(await platform.transmit(step.bytes));
    else if (step.kind === "wait") step = flow.answerWaited();
    else step = flow.answerPin(text("1234"));
  }
  return flow;
}

/** Drives a flow by fetch. */
async function run(flow, platform, stored) {
  let step = flow.step(now());
  while (step.kind !== "done") {
    if (step.kind === "sign") {
      const signing = await card(platform, ehcert.CardFlow.sign(step.key, step.hash, step.digest, now()));
      step = flow.answerSignature(signing.signature(), now());
    } else if (step.kind === "http") {
      const headers = Object.fromEntries(step.headers.map((h) => [h.name, h.value]));
      const answer = await fetch(step.url, { method: step.method, headers, body: step.body, redirect: "error" });
      const body = new Uint8Array(await answer.arrayBuffer());
      step = flow.answerHttp(answer.status, answer.headers.get("content-type") ?? "", body, now());
    } else if (step.kind === "showContract") {
      assert.ok(step.review.texts.length > 0);
      step = flow.answerContract(true, now());
    } else if (step.kind === "generateKey") step = flow.generateKey(now());
    else if (step.kind === "store") {
      stored.keystore = step.keystore;
      step = flow.answerStored(step.keystore, now());
    } else {
      await new Promise((done) => setTimeout(done, step.seconds * 1000));
      step = flow.answerWaited(now());
    }
  }
  return flow.outcome();
}

test("the main job, to a keystore that OpenSSL opens", async () => {
  const platform = await Platform.start();
  after(() => platform.stop());
  const pem = await (await fetch(platform.url + "/ca/roots.pem")).text();
  const roots = [...pem.matchAll(/-----BEGIN CERTIFICATE-----([^-]+)-----END/g)].map((m) => new Uint8Array(Buffer.from(m[1], "base64")));
  const signer = (await card(platform, ehcert.CardFlow.read())).signer(undefined);
  const stored = {};
  const rights = await run(ehcert.Flow.preflight(signer, platform.url, roots, now()), platform, stored);
  assert.equal(rights.naturalPerson, true);
  const request = {
    holder: "other", identifierType: "NIHII-GUARD_POST", identifier: "67999077", name: "Poste fictif", firstNames: "",
    applicationId: null, baseServices: [], key: "rsa-2048",
    contact: { emailPrivate: "a@example.org", emailGeneral: null, phonePrivate: "0470000000", phoneGeneral: null },
  };
  const password = "Test-Browser-1";
  const enrolment = ehcert.Flow.enrolment(signer, request, text(password), platform.url, roots, now());
  assert.equal((await run(enrolment, platform, stored)).automaticallyValidated, true);
  const completion = ehcert.Flow.completion(stored.keystore, text(password), 30, platform.url, roots);
  const outcome = await run(completion, platform, stored);
  assert.match(outcome.dn, /NIHII-GUARD_POST/);
  const keystore = ehcert.Keystore.open(stored.keystore, text(password));
  assert.deepEqual(keystore.status(now()).encryptionKeys, [outcome.etkSerial]);
  keystore.free();
  const file = join(platform.dir, "k.p12");
  writeFileSync(file, stored.keystore, { mode: 0o600 });
  const opened = spawnSync("openssl", ["pkcs12", "-legacy", "-in", file, "-nodes", "-passin", `pass:${password}`]);
  assert.equal(opened.status, 0);
  assert.equal(String(opened.stdout).split("BEGIN PRIVATE KEY").length - 1, 2);
});
