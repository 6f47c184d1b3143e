// The main job in Node, driven by `ehcert/driver` against the sandbox with a software card.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { pathToFileURL } from "node:url";

import { Platform, card, request, text } from "./platform.mjs";

const from = (file) => import(pathToFileURL(join(process.env.EHCERT_NPM, file)).href);
const { default: init, ...ehcert } = await from("ehcert.node.js");
const { drive } = await from("driver.js");
await init();

const password = "Test-Browser-1";
let platform, roots, holder, host;

before(async () => {
  platform = await Platform.start();
  roots = await platform.roots();
  holder = (await card(platform, ehcert.CardFlow.read())).holder();
  host = {
    async sign(step) {
      return (await card(platform, ehcert.CardFlow.sign(step.key, step.hash, step.digest))).signature();
    },
    showContract: (review) => review.texts.length > 0,
  };
});
after(() => platform.stop());

/** The card's own root is trusted: a software card of a sandbox. */
const signer = () => ({ ...holder, anchors: [holder.authenticationChain.at(-1)] });
const where = () => ({ platform: platform.url, anchors: roots });

for (const key of ["rsa-2048", "p-384"]) {
  test(`the main job with ${key}, to a keystore that OpenSSL opens`, async () => {
    const rights = await drive(ehcert.Flow.preflight({ signer: signer(), platform: where() }), host);
    assert.equal(rights.outcome.naturalPerson, true);
    assert.equal(rights.keystore, undefined);
    const applicationId = key.toUpperCase();
    const enrolment = ehcert.Flow.enrolment({
      signer: signer(), request: { ...request, key, applicationId }, password: text(password), platform: where(),
    });
    const seen = [];
    const pending = await drive(enrolment, { ...host, onStep: (step) => seen.push(step) });
    assert.equal(pending.outcome.automaticallyValidated, true);
    assert.equal(seen.find((step) => step.kind === "generateKey").algorithm, key);
    assert.ok(seen.every((step, i) => i === 0 || step.percent >= seen[i - 1].percent));
    assert.ok(ehcert.Keystore.open(pending.keystore, text(password)).status().pending);

    const completion = ehcert.Flow.completion({
      keystore: pending.keystore, password: text(password), patience: 30, platform: where(),
    });
    const { outcome, keystore } = await drive(completion, host);
    assert.match(outcome.dn, /NIHII-GUARD_POST/);
    assert.deepEqual(outcome, completion.completionOutcome());
    const opened = ehcert.Keystore.open(keystore, text(password));
    assert.deepEqual(opened.status().encryptionKeys, [outcome.etkSerial]);
    assert.equal(opened.authenticationChain().length >= 2, true);
    assert.match(opened.publicKeyIdentifier(), /^[0-9A-F]{40}$/);
    const file = join(platform.dir, "k.p12");
    writeFileSync(file, keystore, { mode: 0o600 });
    const shown = spawnSync("openssl", ["pkcs12", "-legacy", "-in", file, "-nodes", "-passin", `pass:${password}`]);
    assert.equal(shown.status, 0);
    assert.equal(String(shown.stdout).split("BEGIN PRIVATE KEY").length - 1, 2);

    const options = () => ({ keystore, password: text(password), platform: where() });
    const status = await drive(ehcert.Flow.keystoreStatus(options()), host);
    assert.equal(status.outcome[0].status, "VALID_ACTIVE");
    assert.match((await drive(ehcert.Flow.selfTest(options()), host)).outcome, /^[0-9]+$/);
    const ids = ehcert.Flow.applicationIds({ ...request, platform: where() });
    assert.ok((await drive(ids, host)).outcome.includes(applicationId));
    opened.free();
  });
}

test("what goes wrong on the way is told, and the flow goes on", async () => {
  const flow = ehcert.Flow.preflight({ signer: signer(), platform: where() });
  const cut = { ...host, fetch: () => Promise.reject(new TypeError("fetch failed")) };
  await assert.rejects(drive(flow, cut), { name: "NetworkFailed", code: 2017, retryable: true });
  const garbage = { ...host, fetch: async () => new Response("<html>", { headers: { "content-type": "text/html" } }) };
  await assert.rejects(drive(flow, garbage), (error) => typeof error.code === "number" && error.advice.length > 10);
  const endless = {
    ...host,
    fetch: async () => new Response(new ReadableStream({ pull: (c) => c.enqueue(new Uint8Array(1 << 20)) })),
  };
  await assert.rejects(drive(flow, endless), { name: "ResponseTooLarge" });
  const silent = { ...host, timeout: 50, fetch: (_, { signal }) => new Promise((_, no) => signal.addEventListener("abort", () => no(signal.reason))) };
  await assert.rejects(drive(flow, silent), { name: "NetworkTimeout" });
  const control = new AbortController();
  setTimeout(() => control.abort(), 20);
  await assert.rejects(drive(flow, { ...silent, timeout: 60_000 }, { signal: control.signal }), { name: "AbortError" });
  // The flow stands where it stood.
  assert.equal((await drive(flow, host)).outcome.naturalPerson, true);
  flow.free();

  const declined = ehcert.Flow.enrolment({ signer: signer(), request: { ...request, applicationId: "NO" }, password: text(password), platform: where() });
  await assert.rejects(drive(declined, { ...host, showContract: () => false }), (error) => error.code >= 1900);
  const lost = ehcert.Flow.enrolment({ signer: signer(), request: { ...request, applicationId: "LOST" }, password: text(password), platform: where() });
  await assert.rejects(drive(lost, { ...host, store: (keystore) => keystore.slice(0, -1) }), (error) => typeof error.code === "number");
});
