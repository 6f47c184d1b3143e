// What was secret is not in the module's memory once its object is freed.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { pathToFileURL } from "node:url";

import { Platform, card, request, text } from "./platform.mjs";

const folder = process.env.EHCERT_NPM;
const from = (file) => import(pathToFileURL(join(folder, file)).href);
const { default: init, ...ehcert } = await from("ehcert.node.js");
const { drive } = await from("driver.js");
await init();
// The memory of the same instance: the glue gives its exports to whoever starts it again.
const { memory } = (await from("wasm/ehcert.js")).initSync({ module: readFileSync(join(folder, "wasm/ehcert_bg.wasm")) });

const password = "Zx7#Qy-unlike-anything";
const utf16 = Buffer.from(password, "utf16le");
const swapped = Buffer.from(utf16).swap16();

function hits(...needles) {
  const all = Buffer.from(memory.buffer);
  let found = 0;
  for (const needle of needles) {
    for (let at = all.indexOf(needle); at >= 0; at = all.indexOf(needle, at + 1)) found++;
  }
  return found;
}

const secret = () => hits(Buffer.from(password), utf16, swapped);

let platform;
before(async () => {
  platform = await Platform.start();
});
after(() => platform.stop());

test("a password is found while it is held, and nowhere after free()", async () => {
  assert.equal(secret(), 0);
  ehcert.checkPassword(text(password), text(password));
  assert.equal(secret(), 0, "after checkPassword");
  assert.throws(() => ehcert.Keystore.open(new Uint8Array([0x30, 3, 2, 1, 3]), text(password)));
  assert.equal(secret(), 0, "after a keystore that is none");

  const roots = await platform.roots();
  const holder = (await card(platform, ehcert.CardFlow.read())).holder();
  const signer = { ...holder, anchors: [holder.authenticationChain.at(-1)] };
  const where = { platform: platform.url, anchors: roots };
  let key;
  const host = {
    async sign(step) {
      const flow = ehcert.CardFlow.sign(step.key, step.hash, step.digest);
      const signature = (await card(platform, flow)).signature();
      flow.free();
      return signature;
    },
    showContract: () => true,
    async generateKey(algorithm) {
      const made = ehcert.generateKey(algorithm);
      // A piece of a prime: nothing public has it.
      key = Buffer.from(made.slice(600, 632));
      return made;
    },
  };
  const enrolment = ehcert.Flow.enrolment({ signer, request, password: text(password), platform: where });
  // The search can find: the flow holds the password.
  assert.ok(secret() > 0, "the search finds nothing even while the flow holds the password");
  const { keystore } = await drive(enrolment, host);
  enrolment.free();
  assert.equal(secret(), 0, "after the enrolment");
  const parts = [key, Buffer.from(key).reverse()];
  assert.equal(hits(...parts), 0, "the key after the enrolment");

  const opened = ehcert.Keystore.open(keystore, text(password));
  assert.ok(secret() > 0);
  const changed = opened.changePassword(text(password + "!"), "modern");
  opened.rewrap("java-legacy");
  opened.free();
  assert.equal(secret(), 0, "after the keystore");
  const again = ehcert.Keystore.open(changed, text(password + "!"));
  again.wipe();
  assert.throws(() => again.status(), { name: "WrongState" });
  assert.equal(secret(), 0, "after wipe()");
  again.free();

  const completion = ehcert.Flow.completion({ keystore, password: text(password), patience: 30, platform: where });
  await drive(completion, host);
  completion.free();
  assert.equal(secret(), 0, "after the completion");
  assert.equal(hits(...parts), 0, "the key after the completion");
});
