// What all tests of the portal page share: a platform that serves it, a browser, and a person who fills it in.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

/** What is done when all tests are over, last begun first. */
export const endings = [];

export const root = resolve(import.meta.dirname, "../../..");
const require = createRequire(join(root, "wasm/demo/package.json"));
const { chromium } = require("playwright-core");
const axeSource = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");

export const PASSWORD = "Test-Portal-7";
export const LANGUAGES = ["fr", "nl", "de", "en"];

/** `ehcert sandbox --web`, with the page in it. */
export async function platform() {
  const dir = mkdtempSync(join(tmpdir(), "ehcert-portal-"));
  const child = spawn(process.env.EHCERT, ["sandbox", "--web", "--json", "--listen", "127.0.0.1:0", "--dir", join(dir, "platform")]);
  let errors = "";
  child.stderr.on("data", (data) => (errors += data));
  const line = await new Promise((done, fail) => {
    child.stdout.once("data", (data) => done(String(data)));
    child.once("exit", () => fail(new Error(errors)));
  });
  const { url, portal } = JSON.parse(line);
  endings.push(() => {
    child.kill("SIGKILL");
    rmSync(dir, { recursive: true, force: true });
  });
  return {
    url,
    portal,
    dir,
    async control(command) {
      const answer = await fetch(`${url}/control`, { method: "POST", body: JSON.stringify(command) });
      assert.equal(answer.status, 200);
      return answer.json();
    },
    rule(rule) {
      return this.control({ do: "rule", rule });
    },
  };
}

export async function browser() {
  const started = await chromium.launch({
    executablePath: "/usr/bin/chromium",
    args: [
      "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
      "--disable-component-update", "--disable-sync",
    ],
  });
  endings.push(() => started.close());
  return started;
}

/**
 * A fresh page of the portal. What it says on the console, and where it asks for something, is remembered; an error
 * that nobody caught fails the test.
 */
export async function open(chrome, stage, { language = "fr", width = 1200, height = 900, place = "", ...options } = {}) {
  const context = await chrome.newContext({ viewport: { width, height }, acceptDownloads: true, ...options });
  const page = await context.newPage();
  page.said = [];
  page.asked = [];
  page.broken = [];
  page.on("console", (message) => page.said.push(`${message.type()}: ${message.text()}`));
  page.on("pageerror", (error) => page.broken.push(error.message));
  context.on("request", (request) => page.asked.push(request.url()));
  await page.goto(`${stage.portal}?lang=${language}${place}`);
  await page.waitForSelector(place ? "#paste" : "#profession", { state: "attached" });
  return page;
}

export async function close(page) {
  assert.deepEqual(page.broken, [], "an error that nobody caught");
  await page.context().close();
}

/** No violation of WCAG 2.2 AA, nor of axe's best practices, in this state of the page. */
export async function accessible(page, where) {
  if (!(await page.evaluate(() => "axe" in globalThis))) await page.evaluate(axeSource);
  // Fixed positions of a fade or of the spinner are no colours of the page.
  const found = await page.evaluate(() =>
    globalThis.axe.run(document, {
      runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
      resultTypes: ["violations"],
      // The contract's frame has no scripts: axe cannot look into it.
      iframes: false,
    }),
  );
  const told = found.violations.map((one) => `${where}: ${one.id}: ${one.nodes.map((node) => `${node.target} ${node.failureSummary}`).join("; ")}`);
  assert.deepEqual(told, []);
}

/** Both colour schemes. */
export async function accessibleInBoth(page, where) {
  for (const colorScheme of ["light", "dark"]) {
    await page.emulateMedia({ colorScheme });
    await accessible(page, `${where}, ${colorScheme}`);
  }
  await page.emulateMedia({ colorScheme: "light" });
}

/** A picture, where they are wanted: EHCERT_PICTURES names the folder. */
export async function picture(page, name) {
  const folder = process.env.EHCERT_PICTURES;
  if (!folder) return;
  if (!existsSync(folder)) mkdirSync(folder, { recursive: true });
  await page.evaluate(() => scrollTo(0, 0));
  await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true });
}

export const next = async (page) => {
  const before = await page.textContent("h1");
  await page.click("#next");
  // The new step has the focus before anything else is done.
  await page.waitForFunction((old) => document.activeElement?.tagName === "H1" && document.activeElement.textContent !== old, before);
};

export const ORGANISATION = {
  identifierType: "NIHII-GUARD_POST",
  identifier: "679.990-77",
  name: "Poste de garde fictif de l'Élysée",
};

/** What a person does on each step, in order; each ends on the step itself, before "continue". */
export const fill = {
  async quality(page) {
    await page.selectOption("#profession", { index: 24 });
  },
  async card(page) {
    await page.click("form .button");
    await page.waitForSelector("#organisations");
  },
  async holder(page, { applicationId: _, ...values } = {}) {
    const value = { ...ORGANISATION, ...values };
    await page.check("#holder-other");
    await page.selectOption("#identifierType", value.identifierType);
    await page.fill("#identifier", value.identifier);
    await page.fill("#name", value.name);
    await page.waitForSelector("#name-said .said-good");
  },
  async options(page, { applicationId = "" } = {}) {
    await page.fill("#applicationId", applicationId);
  },
  async contact(page) {
    await page.fill("#emailPrivate", "personne@example.org");
    await page.fill("#phonePrivate", "0470 12 34 56");
    await page.waitForSelector("#phonePrivate-said .said-good");
  },
  async password(page, { password = PASSWORD } = {}) {
    await page.fill("#password", password);
    await page.fill("#confirmation", password);
    await page.waitForSelector("#password-said .said-good");
  },
};

/** From the first step to the review. */
export async function fillAll(page, values = {}, each = async () => {}) {
  for (const [step, act] of Object.entries(fill)) {
    await act(page, values);
    await each(step);
    await next(page);
  }
  await page.waitForSelector("[data-dn]", { state: "attached" });
}

export async function typePin(page, pin = "1234") {
  await page.waitForSelector("#pin");
  await page.fill("#pin", pin);
  await page.click(".panel button[type=submit]");
}

export async function acceptContract(page) {
  await page.waitForSelector("#accept");
  await page.check("#accept");
  await page.click(".panel .button");
}

/** From the review to the page with the download. */
export async function sendAll(page) {
  await page.click("#send");
  await acceptContract(page);
  await typePin(page);
  await page.waitForSelector("#download", { timeout: 60_000 });
}

export async function saved(page, stage) {
  const [download] = await Promise.all([page.waitForEvent("download"), page.click("#download")]);
  const path = join(stage.dir, `${Math.random().toString(36).slice(2)}.p12`);
  await download.saveAs(path);
  return { path, name: download.suggestedFilename() };
}
