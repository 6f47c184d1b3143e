// The cases that every surface plays, typed into the page: what it says is what the engine says.
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { close, fill, next, open, root } from "./bench.mjs";

const file = join(root, "tests/scenarios/fields.json");
const { language, cases } = existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : { language: "nl", cases: [] };

/** What a person cannot type into a single line: it would reach the page as something else. */
const typeable = (value) => typeof value === "string" && value !== "" && !/[\r\n]/.test(value) && value.isWellFormed?.() !== false;

const of = (call) => cases.filter((one) => one.call === call);

/** Types into a field, leaves it, and waits until the engine's answer about exactly this value is shown. */
async function say(page, id, value) {
  await page.fill(`#${id}`, value);
  await page.locator(`#${id}`).blur();
  // Two frames later the page knows that it was typed into.
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  await page.waitForSelector('form[data-settled="true"]');
  await page.waitForFunction((field) => document.querySelector(`#${field}-said`).children.length > 0, id, { timeout: 5000 });
  return page.evaluate((field) => {
    const said = document.querySelector(`#${field}-said`);
    return {
      message: said.querySelector(".said-wrong .said-message")?.textContent ?? null,
      wrong: said.querySelector(".said-wrong p")?.textContent ?? null,
      good: said.querySelector(".said-good p")?.textContent ?? null,
      notes: [...said.querySelectorAll(".said-note")].map((one) => one.textContent),
    };
  }, id);
}

const good = (prefix, value, typed) => (value === typed && prefix !== "In het certificaat" ? /^(Juist|.*)$/ : new RegExp(`: ${RegExp.escape?.(value) ?? value.replace(/[.*+?^${}()|[\]\\/-]/g, "\\$&")}$`));

function same(said, one, typed, prefix, value) {
  const about = `${one.call}(${JSON.stringify(one.arguments)})`;
  if (one.error) {
    assert.equal(said.message, one.message, about);
    assert.equal(said.wrong, `${one.message} ${one.advice}`, about);
    assert.equal(said.good, null, about);
  } else {
    assert.equal(said.message, null, about);
    assert.match(said.good ?? "", good(prefix, value, typed), about);
  }
}

export function fields(chrome, stage) {
  if (cases.length === 0) {
    console.log("skipped: tests/scenarios/fields.json is not there");
    return;
  }

  test("numbers, by the cases of all surfaces", async () => {
    const page = await open(chrome(), stage(), { language });
    await fill.quality(page);
    await next(page);
    await next(page);
    await page.check("#holder-other");
    const known = await page.locator("#identifierType option").evaluateAll((all) => all.map((one) => one.value).filter((value) => value !== ""));
    let played = 0;
    let person = 0;
    for (const one of of("checkIdentifier")) {
      const [type, value] = one.arguments;
      if (!typeable(value)) continue;
      if (known.includes(type)) {
        await page.check("#holder-other");
        await page.selectOption("#identifierType", type);
        const said = await say(page, "identifier", value);
        same(said, one, value, "Wordt verzonden als", one.result?.value);
        assert.equal(said.notes.length, one.result?.warnings.length ?? 0, `warnings of ${type} ${value}`);
        played++;
      } else if (type === "SSIN") {
        await page.check("#holder");
        const said = await say(page, "ssin", value);
        same(said, one, value, "Wordt verzonden als", one.result?.value);
        person++;
      }
    }
    assert.ok(played >= 20 && person >= 3, `${played} numbers of organisations and ${person} of persons were played`);
    console.log(`played: ${played + person} numbers`);
    await close(page);
  });

  test("names, by the cases of all surfaces: what becomes of each, invisible characters said", async () => {
    const page = await open(chrome(), stage(), { language });
    await fill.quality(page);
    await next(page);
    await next(page);
    await page.check("#holder-other");
    await page.selectOption("#identifierType", "NIHII-GUARD_POST");
    await page.fill("#identifier", "67999077");
    let played = 0;
    for (const one of of("foldName")) {
      const [value] = one.arguments;
      if (!typeable(value) || value.trim() === "") continue;
      const said = await say(page, "name", value);
      if (one.result.invisible.length > 0) {
        for (const character of one.result.invisible) assert.ok(said.message.includes(character), `${character} of ${JSON.stringify(value)}`);
        assert.equal(said.good, null);
      } else if (said.message === null) {
        assert.ok(said.good.endsWith(`: ${one.result.text}`), `${value}: ${said.good}`);
        for (const letter of [...one.result.unfolded, ...one.result.expanded]) assert.ok(said.notes.join(" ").includes(letter), `${letter} of ${value}`);
      }
      played++;
    }
    // A name from a chat or a web page, in which somebody hid something.
    for (const [value, told] of [["Poste\u202e fictif", "U+202E"], ["Po\u200bste fictif", "U+200B"], ["\ufeffPoste fictif", "U+FEFF"], ["Poste\u2066 fictif", "U+2066"]]) {
      const said = await say(page, "name", value);
      assert.ok(said.message?.includes(told), `${told}: ${JSON.stringify(said)}`);
    }
    assert.ok(played >= 5, `${played} names were played`);
    console.log(`played: ${played + 4} names`);
    await close(page);
  });

  test("contact data and application ids, by the cases of all surfaces", async () => {
    const page = await open(chrome(), stage(), { language });
    await fill.quality(page);
    await next(page);
    await next(page);
    await fill.holder(page);
    await next(page);
    let played = 0;
    for (const one of of("checkApplicationId")) {
      const [value] = one.arguments;
      if (!typeable(value) || value.trim() === "") continue;
      same(await say(page, "applicationId", value), one, value, "In het certificaat", one.result);
      played++;
    }
    await page.fill("#applicationId", "");
    await next(page);
    for (const [call, inputs] of [["checkEmail", ["emailPrivate", "emailGeneral"]], ["checkPhone", ["phonePrivate", "phoneGeneral"]]]) {
      for (const one of of(call)) {
        const [value] = one.arguments;
        if (!typeable(value) || value.trim() === "") continue;
        for (const input of inputs) {
          same(await say(page, input, value), one, value, "Wordt verzonden als", one.result);
          played++;
        }
      }
    }
    assert.ok(played >= 20, `${played} were played`);
    console.log(`played: ${played} contact data and application ids`);
    await close(page);
  });

  test("passwords, by the cases of all surfaces: each tick and each reason", async () => {
    const page = await open(chrome(), stage(), { language });
    await fill.quality(page);
    await next(page);
    await next(page);
    await fill.holder(page);
    await next(page);
    await next(page);
    await fill.contact(page);
    await next(page);
    let played = 0;
    for (const one of of("checkPassword")) {
      const [password, confirmation] = one.arguments;
      if (!typeable(password) || (confirmation !== null && !typeable(confirmation)) || !one.result) continue;
      await page.fill("#confirmation", confirmation ?? "");
      await page.fill("#password", password);
      const { length, acceptedCharacters, digitOrSymbol, letter } = one.result;
      const wanted = [length, acceptedCharacters, digitOrSymbol && letter, one.result.confirmation === true];
      await page.waitForFunction(
        ([ticks, problems]) => {
          const shown = [...document.querySelectorAll("#ticks li")].map((tick) => tick.classList.contains("tick-on"));
          return JSON.stringify(shown) === JSON.stringify(ticks) && document.querySelectorAll("#password-said .said-wrong").length === problems;
        },
        [wanted, one.result.problems.length],
        { timeout: 3000 },
      ).catch(() => assert.fail(`${JSON.stringify(one)}: the ticks should be ${wanted}`));
      assert.equal((await page.locator("#password-said .said-good").count()) === 1, one.result.ok);
      played++;
    }
    assert.ok(played >= 5, `${played} were played`);
    console.log(`played: ${played} passwords`);
    await close(page);
  });

  test("whole requests, by the cases of all surfaces: the review says what the engine says, and the file's name", async () => {
    const page = await open(chrome(), stage(), { language });
    const [head, ...rows] = readFileSync(join(root, "include/errors.tsv"), "utf8").trimEnd().split("\n").map((line) => line.split("\t"));
    const message = ({ code, values }) => {
      const text = rows.find((row) => row[head.indexOf("code")] === String(code))[head.indexOf(`message.${language}`)];
      return values.reduce((said, { key, value }) => said.replaceAll(`{${key}}`, value), text);
    };
    let played = 0;
    for (const { arguments: [input], result } of of("reviewRequest")) {
      // What nobody can fill in here: a holder or a use that is not offered, an application id of a person.
      if (!result || (input.holder === "person" && input.applicationId !== null)) continue;
      if (input.baseServices.some((service) => !["tsa", "consultrn", "codage", "other"].includes(service))) continue;
      const { holder, identifierType, identifier, name, firstNames, baseServices, contact } = input;
      const whose =
        holder === "person" ? { ssin: identifier, lastName: name, firstNames }
        : holder === "recognized" ? { organisations: [{ identifierType, identifier, name }], chosen: 0 }
        : { identifierType, identifier, name };
      const filled = Object.fromEntries(Object.entries(contact).map(([field, value]) => [field, value ?? ""]));
      const draft = { language, step: "review", reached: 6, profession: "doctor", holder, ...whose, applicationId: input.applicationId ?? "", baseServices, key: input.key || "rsa-2048", ...filled };
      // As after a reload of a form in which all of this was typed.
      await page.evaluate((value) => sessionStorage.setItem("ehcert-portal-draft", JSON.stringify(value)), draft);
      await page.reload();
      await page.waitForSelector(result.ok ? "[data-dn]" : ".notice-error li", { state: "attached", timeout: 5000 }).catch(async () => assert.fail(`${JSON.stringify(input)}: ${await page.innerText("main")}`));
      const said = await page.evaluate(() => ({
        dn: document.querySelector("[data-dn]")?.textContent ?? "",
        errors: [...document.querySelectorAll(".notice-error li")].map((one) => one.textContent),
        warnings: [...document.querySelectorAll(".notice-warning p:first-of-type")].map((one) => one.textContent),
        text: document.querySelector("main").innerText,
      }));
      const about = JSON.stringify(input);
      assert.equal(said.dn, result.dn, about);
      assert.deepEqual(said.errors, result.errors.map(message), about);
      assert.deepEqual(said.warnings, result.warnings.map(message), about);
      if (result.ok) {
        for (const value of [...result.organizationalUnits, ...Object.values(result.contact).filter(Boolean)]) assert.ok(said.text.includes(value), `${value} of ${about}`);
        const [, file] = /^(.*) \d{8}-\d{6}\.p12$/m.exec(said.text) ?? assert.fail(`no name of a file: ${about}`);
        assert.equal(file.replace(/^.*\t/, "").replaceAll(", ", ","), result.commonName.replaceAll(", ", ","), about);
      }
      played++;
    }
    assert.ok(played >= 20, `${played} were played`);
    console.log(`played: ${played} whole requests`);
    await close(page);
  });
}
