// Every file of the conformance sets, every seed and every damaged form of a request through both modules: an answer or
// an error of ehcert, never a trap, and the module goes on.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";

const from = (file) => import(pathToFileURL(join(process.env.EHCERT_NPM, file)).href);
const modules = {};
for (const name of ["validate", "ehcert"]) {
  const { default: init, ...module } = await from(`${name}.node.js`);
  await init();
  modules[name] = module;
}
const { validate, ehcert } = modules;
const utf8 = (value) => new TextEncoder().encode(value);
const password = utf8("test");
const top = mkdtempSync(join(tmpdir(), "ehcert-corpus-"));
after(() => rmSync(top, { recursive: true, force: true }));

const at = 1_700_000_000;
const readers = {
  outlineCsr: (bytes) => validate.outlineCsr(bytes),
  outlineCertificate: (bytes) => validate.outlineCertificate(bytes),
  previewCsr: (bytes) => ehcert.previewCsr(bytes),
  viewCertificate: (bytes) => ehcert.viewCertificate(bytes),
  inspectKeystore: (bytes) => ehcert.inspectKeystore(bytes),
  verifyCertificate: (bytes) => ehcert.verifyCertificate(bytes, { untrusted: [bytes], crls: [bytes], ocsp: [bytes], revocation: true }, {}, at),
  verifyEtk: (bytes) => ehcert.verifyEtk(bytes, {}, at),
  verifyMessage: (bytes) => ehcert.verifyMessage(bytes, {}, at),
  card: (bytes) => {
    const flow = ehcert.CardFlow.read();
    try {
      flow.start();
      for (let i = 0; i < 4; i++) flow.answerResponse(bytes.slice(0, 258));
    } finally {
      flow.free();
    }
  },
  form: (bytes) => {
    const text = Buffer.from(bytes.slice(0, 2000)).toString("latin1");
    validate.foldName(text);
    for (const check of [() => validate.checkEmail(text), () => validate.checkPhone(text), () => validate.checkApplicationId(text), () => validate.checkIdentifier("CBE", text), () => validate.keystoreFileName(text)]) calm(check);
  },
};

/** Whether there was an answer. */
function calm(call) {
  try {
    call();
    return true;
  } catch (error) {
    if (typeof error?.code === "number" && error.problem) return false;
    throw error;
  }
}

function feed(name, bytes) {
  let answers = 0;
  for (const [reader, call] of Object.entries(readers)) {
    try {
      answers += calm(() => call(bytes));
    } catch (error) {
      assert.fail(`${reader} of ${name}: ${error?.stack ?? error}`);
    }
  }
  return answers;
}

const well = () => assert.equal(validate.checkIdentifier("CBE", "0809394427").value, ehcert.checkIdentifier("CBE", "0809394427").value);

function* walk(folder) {
  for (const name of readdirSync(folder).sort()) {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) yield* walk(path);
    else yield path;
  }
}

test("every damaged form of a request", () => {
  const config = ["req", "-new", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-384", "-nodes", "-keyout", join(top, "k.pem"), "-subj", "/CN=CBE=0809394427/O=Federal Government/C=BE", "-addext", "subjectAltName=DNS:example.org", "-outform", "DER"];
  const made = spawnSync("openssl", config);
  assert.equal(made.status, 0, String(made.stderr));
  const csr = new Uint8Array(made.stdout);
  assert.equal(ehcert.previewCsr(csr).signatureValid, true);
  let count = 0;
  for (let i = 0; i < csr.length; i++) {
    for (const bit of [0x01, 0x80]) {
      const damaged = csr.slice();
      damaged[i] ^= bit;
      calm(() => ehcert.previewCsr(damaged));
      calm(() => validate.outlineCsr(damaged));
      count++;
    }
    calm(() => ehcert.previewCsr(csr.slice(0, i)));
    count++;
  }
  well();
  console.log(`${count} damaged requests`);
});

const shared = fileURLToPath(new URL("../../../shared", import.meta.url));
const sets = existsSync(shared) ? [...walk(shared)].filter((path) => /conformance.*\.tar\.xz$/.test(path)) : [];

for (const set of sets) {
  test(set.slice(shared.length + 1), () => {
    const folder = mkdtempSync(join(top, "set-"));
    assert.equal(spawnSync("tar", ["xJf", set, "-C", folder]).status, 0);
    let files = 0, answers = 0;
    for (const path of walk(folder)) {
      if (statSync(path).size > 200_000) continue;
      const bytes = new Uint8Array(readFileSync(path));
      answers += feed(path.slice(folder.length + 1), bytes);
      if (/\.p12$|\.pfx$/.test(path)) calm(() => ehcert.Keystore.open(bytes, password).free());
      files++;
    }
    well();
    console.log(`${files} files, ${answers} answers`);
    assert.ok(files > 20);
  });
}

if (existsSync(join(shared, "vectors"))) {
  test("vectors", () => {
    let files = 0;
    for (const path of walk(join(shared, "vectors"))) {
      feed(path.slice(shared.length + 1), new Uint8Array(readFileSync(path)));
      files++;
    }
    well();
    assert.ok(files > 10);
  });
} else {
  console.log("skipped: the conformance sets are not here");
}
