// The scenarios of every surface, played by the package in Node and in Chromium.
import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";

import { browser, serve } from "./chromium.mjs";
import { playFields, playFlows } from "./player.mjs";

const from = (file) => import(pathToFileURL(join(process.env.EHCERT_NPM, file)).href);
const folder = process.env.EHCERT_SCENARIOS ?? fileURLToPath(new URL("../scenarios", import.meta.url));
const files = existsSync(folder) ? readdirSync(folder).filter((file) => file.endsWith(".json")).sort() : [];
const read = (file) => JSON.parse(readFileSync(join(folder, file), "utf8"));
const top = mkdtempSync(join(tmpdir(), "ehcert-scenarios-"));
const sandboxes = [];
let base, files_, chromium, page, complaints;

/** A sandbox of its own for each host: a scenario is played once on each. */
async function sandbox(name) {
  const run = ["sandbox", "run", "--json", "--listen", "127.0.0.1:0", "--dir", join(top, name), "--card", "ec"];
  const started = spawn(process.env.EHCERT, run);
  sandboxes.push(started);
  const line = await new Promise((done) => started.stdout.once("data", (data) => done(String(data))));
  return JSON.parse(line).url;
}

before(async () => {
  base = await sandbox("node");
  const site = join(top, "site");
  mkdirSync(site);
  cpSync(process.env.EHCERT_NPM, join(site, "ehcert"), { recursive: true });
  cpSync(new URL("player.mjs", import.meta.url), join(site, "player.js"));
  writeFileSync(join(site, "index.html"), '<!doctype html><title>ehcert</title><script type="module" src="page.js"></script>');
  writeFileSync(join(site, "page.js"), `
import start, * as small from "./ehcert/validate.js";
import startAll, * as ehcert from "./ehcert/ehcert.js";
import { playFields, playFlows } from "./player.js";
await start();
await startAll();
globalThis.ready = true;
globalThis.fields = (scenario, module) => playFields(module === "validate" ? small : ehcert, scenario);
globalThis.flows = (scenario) => playFlows(ehcert, scenario, location.origin + "/platform");
`);
  files_ = await serve(site, await sandbox("chromium"));
  chromium = await browser();
  const opened = await chromium.open(files_.url);
  ({ page, complaints } = opened);
  await opened.value("ready");
});
after(async () => {
  await chromium?.close();
  files_?.close();
  for (const started of sandboxes) started.kill();
  rmSync(top, { recursive: true, force: true });
});

function compare(file, lines, at) {
  const check = join(folder, "check.py");
  const input = lines.map((line) => JSON.stringify(line)).join("\n");
  const judged = spawnSync("python3", [check, at, join(folder, file), "-"], { input, encoding: "utf8" });
  assert.equal(judged.status, 0, judged.stdout + judged.stderr);
}

/** The calls that a form's module has. */
const ofForms = (scenario, module) => ({ ...scenario, cases: scenario.cases.filter(({ call }) => call in module) });

test("the files are there", () => assert.ok(files.length > 20 && files.includes("fields.json"), folder));

for (const module of ["validate", "ehcert"]) {
  for (const where of ["Node", "Chromium"]) {
    test(`fields.json by ${module} in ${where}`, async () => {
      const { default: init, ...loaded } = await from(`${module}.node.js`);
      await init();
      const scenario = ofForms(read("fields.json"), loaded);
      assert.ok(scenario.cases.length > 100);
      const lines = where === "Node" ? await playFields(loaded, scenario) : await page.evaluate(([s, m]) => fields(s, m), [scenario, module]);
      const cut = join(top, "fields.json");
      writeFileSync(cut, JSON.stringify(scenario));
      const judged = spawnSync("python3", [join(folder, "check.py"), base, cut, "-"], { input: lines.map((l) => JSON.stringify(l)).join("\n"), encoding: "utf8" });
      assert.equal(judged.status, 0, judged.stdout + judged.stderr);
    });
  }
}

for (const file of files.filter((file) => file.startsWith("flow-"))) {
  test(`${file} in Node`, async () => {
    const { default: init, ...ehcert } = await from("ehcert.node.js");
    await init();
    compare(file, await playFlows(ehcert, read(file), base), base);
  });
  test(`${file} in Chromium`, async () => {
    compare(file, await page.evaluate((scenario) => flows(scenario), read(file)), files_.url + "/platform");
  });
}

test("the page's policy and console had nothing to complain about", () => {
  assert.deepEqual(complaints.filter((c) => !/Failed to load resource|favicon/.test(c)), []);
});
