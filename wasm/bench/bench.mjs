// The package beside its peers, in one run: `cargo xtask npm && npm ci --prefix wasm/bench && node wasm/bench/bench.mjs`.
// Prints microseconds (medians) and ratios; nothing is asserted.
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { webcrypto } from "node:crypto";

const require = createRequire(import.meta.url);
const here = dirname(fileURLToPath(import.meta.url));
const folder = process.env.EHCERT_NPM ?? join(here, "../../target/npm/ehcert");
globalThis.crypto ??= webcrypto;

const median = (values) => values.sort((a, b) => a - b)[values.length >> 1];
function time(work, rounds = 400) {
  for (let i = 0; i < rounds / 4; i++) work();
  return median(Array.from({ length: rounds }, () => {
    const begin = process.hrtime.bigint();
    work();
    return Number(process.hrtime.bigint() - begin) / 1000;
  }));
}
async function timed(work, rounds) {
  const all = [];
  for (let i = 0; i < rounds; i++) {
    const begin = process.hrtime.bigint();
    await work();
    all.push(Number(process.hrtime.bigint() - begin) / 1000);
  }
  return median(all);
}
const row = (what, micros, beside) => console.log(`${what.padEnd(44)} ${micros.toFixed(1).padStart(12)} us${beside ? `   ${beside}` : ""}`);

// Load and first check, each in a process of its own, whose script is a file: with `-e` it would be Node's own loader of
// files as well, 5 ms that every script has behind it when it imports anything.
const script = join(mkdtempSync(join(tmpdir(), "ehcert-bench-")), "load.mjs");
writeFileSync(script, `
const begin = process.hrtime.bigint();
const spent = process.cpuUsage();
const { default: init, checkIdentifier } = await import(${JSON.stringify(pathToFileURL(join(folder, "validate.node.js")).href)});
await init();
checkIdentifier("CBE", "0809394427");
const { user, system } = process.cpuUsage(spent);
console.log(Number(process.hrtime.bigint() - begin) / 1000, user + system);
`);
const loads = Array.from({ length: 15 }, () => spawnSync(process.execPath, [script], { encoding: "utf8" }).stdout.split(" ").map(Number));
row("validate: load and first check", median(loads.map(([wall]) => wall)), "aim 10 000");
row("  of the processor, all threads", median(loads.map(([, cpu]) => cpu)));
rmSync(dirname(script), { recursive: true });

const from = (file) => import(pathToFileURL(join(folder, file)).href);
const { default: start, ...validate } = await from("validate.node.js");
const { default: startAll, ...ehcert } = await from("ehcert.node.js");
const { generateKey } = await from("driver.js");
await start();
await startAll();

const utf8 = new TextEncoder();
const request = { holder: "other", identifierType: "NIHII-GUARD_POST", identifier: "67999077", name: "Poste fictif", contact: { emailPrivate: "a@example.org", phonePrivate: "0470000000" } };
row("check of a right number", time(() => validate.checkIdentifier("NIHII-GUARD_POST", "679.990-77"), 4000), "aim 50");
row("check of a wrong number (an Error is made)", time(() => { try { validate.checkIdentifier("CBE", "0999999032"); } catch {} }, 4000), "aim 50");
row("check of an e-mail address", time(() => validate.checkEmail("someone@example.org"), 4000), "aim 50");
row("check of a name", time(() => validate.foldName("Pharmacie de l'Été"), 4000), "aim 50");
row("check of a password", time(() => validate.checkPassword(utf8.encode("Test-1234"), utf8.encode("Test-1234")), 4000), "aim 50");
row("review of a whole request", time(() => validate.reviewRequest(request), 4000));

// A request, previewed: subject, key, signature.
const pair = await crypto.subtle.generateKey({ name: "RSASSA-PKCS1-v1_5", hash: "SHA-256", modulusLength: 2048, publicExponent: new Uint8Array([1, 0, 1]) }, true, ["sign", "verify"]);
require("reflect-metadata");
const x509 = require("@peculiar/x509");
x509.cryptoProvider.set(crypto);
const name = "CN=NIHII-GUARD_POST=67999077, OU=POSTE FICTIF, O=Federal Government, C=BE";
const made = await x509.Pkcs10CertificateRequestGenerator.create({ name, keys: pair, signingAlgorithm: { name: "RSASSA-PKCS1-v1_5", hash: "SHA-256" } });
const der = new Uint8Array(made.rawData);
const pem = made.toString("pem");
const forge = require("node-forge");
const pkijs = require("pkijs");
const { KJUR } = require("jsrsasign");
pkijs.setEngine("node", new pkijs.CryptoEngine({ name: "node", crypto }));

const ours = time(() => ehcert.previewCsr(der));
row("CSR with its signature: ehcert", ours);
const beside = (micros) => `ehcert ${(micros / ours).toFixed(2)} x as fast`;
let micros = time(() => { const csr = forge.pki.certificationRequestFromPem(pem); csr.subject.attributes.map((a) => `${a.shortName}=${a.value}`).join(","); if (!csr.verify()) throw new Error(); }, 100);
row("  node-forge", micros, beside(micros));
micros = time(() => { const csr = KJUR.asn1.csr.CSRUtil.getParam(pem); if (!csr.subject.str) throw new Error(); const sig = new KJUR.crypto.Signature({ alg: csr.sigalg }); sig.init(csr.sbjpubkey); sig.updateHex(KJUR.asn1.ASN1Util ? new KJUR.asn1.csr.CertificationRequestInfo(csr).tohex() : ""); sig.verify(csr.sighex); }, 60);
row("  jsrsasign", micros, beside(micros));
micros = await timed(async () => { const csr = pkijs.CertificationRequest.fromBER(der.buffer.slice(der.byteOffset, der.byteOffset + der.length)); csr.subject.typesAndValues.map((t) => t.value.valueBlock.value).join(","); if (!(await csr.verify())) throw new Error(); }, 300);
row("  PKI.js", micros, beside(micros));
micros = await timed(async () => { const csr = new x509.Pkcs10CertificateRequest(der); csr.subject.toString(); if (!(await csr.verify())) throw new Error(); }, 300);
row("  @peculiar/x509", micros, beside(micros));

const outlined = time(() => validate.outlineCsr(der));
row("CSR as it is encoded: ehcert/validate", outlined);
const faster = (micros) => `ehcert ${(micros / outlined).toFixed(2)} x as fast`;
micros = time(() => forge.pki.certificationRequestFromPem(pem).subject.attributes.map((a) => `${a.shortName}=${a.value}`).join(","), 200);
row("  node-forge", micros, faster(micros));
micros = time(() => KJUR.asn1.csr.CSRUtil.getParam(pem).subject.str, 200);
row("  jsrsasign", micros, faster(micros));
micros = time(() => pkijs.CertificationRequest.fromBER(der.buffer.slice(der.byteOffset, der.byteOffset + der.length)).subject.typesAndValues.map((t) => t.value.valueBlock.value).join(","), 400);
row("  PKI.js", micros, faster(micros));
micros = time(() => new x509.Pkcs10CertificateRequest(der).subject.toString(), 400);
row("  @peculiar/x509", micros, faster(micros));

// Keys: how long a key takes is luck. So the driver is compared with the very calls of WebCrypto that it makes, and the
// module with node-forge by the means of many keys, made in turn, with the standard error of the ratio.
const rounds = Number(process.env.ROUNDS ?? 40);
const mean = (values) => values.reduce((a, b) => a + b, 0) / values.length;
const error = (values) => Math.sqrt(mean(values.map((v) => (v - mean(values)) ** 2)) / values.length) / mean(values);
const clock = async (work) => {
  const begin = process.hrtime.bigint();
  await work();
  return Number(process.hrtime.bigint() - begin) / 1000;
};
// Without its export no key gets into a keystore.
const spent = { generateKey: [], exportKey: [] };
for (const [call, times] of Object.entries(spent)) {
  const alone = crypto.subtle[call].bind(crypto.subtle);
  crypto.subtle[call] = async (...given) => {
    let result;
    times.push(await clock(async () => (result = await alone(...given))));
    return result;
  };
}
const driver = [];
for (let i = 0; i < rounds; i++) driver.push(await clock(() => generateKey("rsa-2048")));
const [generating, exporting] = Object.values(spent).map(mean);
row("RSA 2048: WebCrypto, made and exported", generating + exporting, `${exporting.toFixed(0)} us of it the export`);
row("RSA 2048: driver", mean(driver), `${(mean(driver) / (generating + exporting)).toFixed(4)} x WebCrypto`);
forge.options.usePureJavaScript = true;
const [inside, outside] = [[], []];
for (let i = 0; i < rounds; i++) {
  inside.push(await clock(() => ehcert.generateKey("rsa-2048")));
  if (i % 2) outside.push(await clock(() => forge.pki.rsa.generateKeyPair({ bits: 2048, workers: 0 })));
}
const ratio = mean(outside) / mean(inside);
row("RSA 2048: in the module", mean(inside));
row("  node-forge, without Node's own keys", mean(outside), `ehcert ${ratio.toFixed(2)} +- ${(ratio * Math.hypot(error(inside), error(outside))).toFixed(2)} x as fast`);
