// The wizard as people use it: four languages, eyes and ears, keyboard alone, small and large.
import assert from "node:assert/strict";
import { test } from "node:test";
import { accessible, accessibleInBoth, close, fill, fillAll, LANGUAGES, next, open, picture } from "./bench.mjs";

const WORDS = {
  fr: ["En quelle qualité agissez-vous ?", "Continuer", "Le numéro"],
  nl: ["In welke hoedanigheid handelt u?", "Verder", "Het nummer"],
  de: ["In welcher Eigenschaft handeln Sie?", "Weiter", "Die Nummer"],
  en: ["In which quality do you act?", "Continue", "The number"],
};

export function wizard(chrome, stage) {
  test("100 MB pasted into a field: said in words, and the page goes on", async () => {
    const page = await open(chrome(), stage(), { language: "fr" });
    await fill.quality(page);
    await next(page);
    await next(page);
    await page.check("#holder-other");
    await page.selectOption("#identifierType", "NIHII-GUARD_POST");
    const paste = (id, value, times) =>
      page.evaluate(([field, piece, count]) => {
        const input = document.getElementById(field);
        input.value = piece.repeat(count);
        input.dispatchEvent(new InputEvent("input", { bubbles: true, inputType: "insertFromPaste" }));
        input.blur();
      }, [id, value, times]);
    await paste("identifier", "6", 100_000_000);
    await page.waitForSelector("#identifier-said .said-wrong", { timeout: 60_000 });
    await paste("identifier", "67999077", 1);
    await page.waitForSelector("#identifier-said .said-good", { timeout: 60_000 });
    await close(page);
  });

  for (const language of LANGUAGES) {
    test(`the wizard in ${language}: its words, the engine's words, and no violation on any step`, async () => {
      const page = await open(chrome(), stage(), { language });
      const check = language === "fr" ? accessibleInBoth : accessible;
      const [title, button, number] = WORDS[language];
      assert.equal(await page.getAttribute("html", "lang"), language);
      assert.ok((await page.textContent("h1")).endsWith(title));
      assert.equal(await page.textContent("#next"), button);
      assert.equal(await page.locator("#profession option").count(), 30, "29 qualities and the invitation to choose");
      await fillAll(page, {}, async (step) => {
        if (step === "holder") {
          await page.fill("#identifier", "67999078");
          await page.locator("#identifier").blur();
          const said = await page.textContent("#identifier-said .said-message");
          assert.ok(said.startsWith(number), said);
          await check(page, "holder with an error");
          await picture(page, `error-${language}`);
          await page.fill("#identifier", "67999077");
          await page.waitForSelector("#identifier-said .said-good");
        }
        assert.doesNotMatch(await page.innerText("main"), /\{\w+\}|undefined|\[object/, `a place that was not filled: ${step}`);
        await check(page, step);
        await picture(page, `${step}-${language}`);
      });
      assert.match(await page.textContent("[data-dn]"), /NIHII-GUARD_POST\\=67999077/);
      assert.match(await page.innerText(".certificate"), /POSTE DE GARDE FICTIF DE L'ELYSEE/);
      await check(page, "review");
      await picture(page, `review-${language}`);
      await close(page);
    });
  }

  test("a language is changed in the middle, and the checks speak it at once", async () => {
    const page = await open(chrome(), stage(), { language: "fr" });
    await fill.quality(page);
    await next(page);
    await next(page);
    await page.check("#holder-other");
    await page.selectOption("#identifierType", "NIHII-GUARD_POST");
    await page.fill("#identifier", "67999078");
    await page.locator("#identifier").blur();
    const said = () => page.textContent("#identifier-said .said-message");
    const french = await said();
    await page.click('.languages button[lang="de"]');
    await page.waitForFunction((old) => document.querySelector("#identifier-said .said-message")?.textContent !== old, french);
    assert.ok((await said()).startsWith("Die Nummer"));
    assert.equal(await page.inputValue("#identifier"), "67999078");
    assert.equal(await page.getAttribute("html", "lang"), "de");
    await close(page);
  });

  test("what is missing is summed up: the summary has the focus, each line leads to its field", async () => {
    const page = await open(chrome(), stage(), { language: "en" });
    const focused = () => page.evaluate(() => document.activeElement?.id || document.activeElement?.className);
    await page.click("#next");
    await page.waitForSelector(".summary");
    assert.equal(await focused(), "summary");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    assert.equal(await focused(), "profession");
    await accessibleInBoth(page, "summary");
    await fill.quality(page);
    await next(page);
    assert.equal(await page.evaluate(() => document.activeElement?.tagName), "H1", "a new step begins at its heading");
    await next(page);
    await page.click("#next");
    await page.waitForSelector(".summary a");
    await page.check("#holder-other");
    await page.click("#next");
    await page.waitForFunction(() => document.querySelectorAll(".summary li").length >= 2);
    assert.equal(await page.getAttribute("#name", "aria-invalid"), "true");
    const described = await page.getAttribute("#name", "aria-describedby");
    assert.match(await page.textContent(`#${described.split(" ").at(-1)}`), /./);
    await close(page);
  });

  test("keyboard alone, from the first step to the contract; the focus is always seen", async () => {
    const page = await open(chrome(), stage(), { language: "nl" });
    const press = (key) => page.keyboard.press(key);
    // Tab until an element has the focus: what cannot be reached fails.
    const reach = async (selector) => {
      for (let i = 0; i < 60; i++) {
        await press("Tab");
        const at = await page.evaluate((wanted) => {
          const element = document.activeElement;
          const style = getComputedStyle(element);
          const seen = style.outlineStyle !== "none" && Number.parseFloat(style.outlineWidth) >= 2;
          const file = element.matches('input[type="file"]');
          return { hit: element.matches(wanted), seen: seen || file || element === document.body || element.matches("iframe") };
        }, selector);
        assert.ok(at.seen, `the focus before ${selector} cannot be seen`);
        if (at.hit) return;
      }
      assert.fail(`${selector} cannot be reached with Tab`);
    };
    const go = async () => {
      const before = await page.textContent("h1");
      await reach("#next");
      await press("Enter");
      await page.waitForFunction((old) => document.activeElement?.tagName === "H1" && document.activeElement.textContent !== old, before);
    };
    await reach("#profession");
    await page.keyboard.type("Arts");
    await go();
    await reach("form .button");
    await press("Enter");
    await page.waitForSelector("#organisations");
    await go();
    // Only the chosen one of several radio buttons is a stop of Tab; arrows go between them.
    await reach("#holder");
    await press("ArrowDown");
    await page.waitForSelector("#identifierType");
    await reach("#identifierType");
    await press("ArrowDown");
    await page.selectOption("#identifierType", "NIHII-GUARD_POST");
    await reach("#identifier");
    await page.keyboard.type("67999077");
    await reach("#name");
    await page.keyboard.type("Fictieve wachtpost");
    await go();
    await reach("#applicationId");
    await page.keyboard.type("toetsen");
    await go();
    await reach("#emailPrivate");
    await page.keyboard.type("iemand@example.org");
    await reach("#phonePrivate");
    await page.keyboard.type("0470123456");
    await go();
    await reach("#password");
    await page.keyboard.type("Toetsen-123");
    await reach("#confirmation");
    await page.keyboard.type("Toetsen-123");
    await page.waitForSelector("#password-said .said-good");
    await go();
    await reach("#send");
    await press("Enter");
    await page.waitForSelector("#accept");
    assert.equal(await page.evaluate(() => document.activeElement?.id), "panel-title", "a question takes the focus");
    await reach("#accept");
    await press("Space");
    await reach(".panel .button-second");
    await press("Enter");
    await page.waitForSelector(".problem-message");
    await close(page);
  });

  for (const [name, width, scale] of [["320 px", 320, 1], ["200 % zoom", 640, 2]]) {
    test(`${name}: nothing is cut off on any step`, async () => {
      const page = await open(chrome(), stage(), { language: "de", width, height: 700, deviceScaleFactor: scale });
      const whole = async (where) => {
        const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        assert.ok(over <= 0, `${where}: ${over} px wider than the screen`);
      };
      await fillAll(page, { name: "Fiktiver Bereitschaftsdienst mit einem Namenohneunterbrechungderauchaufeinemschmalenbildschirmstehenmuss" }, async (step) => {
        await whole(step);
        if (width === 320) await picture(page, `narrow-${step}`);
      });
      await whole("review");
      await accessible(page, name);
      if (width === 320) {
        await picture(page, "narrow-review");
        await page.emulateMedia({ colorScheme: "dark" });
        await picture(page, "narrow-dark-review");
      }
      await close(page);
    });
  }

  test("reduced motion: nothing turns or glides", async () => {
    const page = await open(chrome(), stage(), { reducedMotion: "reduce" });
    const moving = await page.evaluate(() => {
      const probe = document.createElement("span");
      probe.className = "spinner";
      document.body.append(probe);
      return getComputedStyle(probe).animationName;
    });
    assert.equal(moving, "none");
    await close(page);
  });

  test("a draft that is damaged, or of another version of the page: what fits is kept, and the page is there", async () => {
    const page = await open(chrome(), stage(), { language: "en" });
    const left = async (text) => {
      await page.evaluate((value) => sessionStorage.setItem("ehcert-portal-draft", value), text);
      await page.reload();
      await page.waitForSelector("h1");
    };
    for (const text of ["{", "null", "7", "[1]", '"draft"', '{"language":"xx"}']) {
      await left(text);
      await page.waitForSelector("#profession");
    }
    await left(JSON.stringify({
      language: "nl", step: "contact", reached: 5, profession: 3, card: {}, organisations: [null], holder: "nobody", chosen: -1,
      baseServices: "tsa", key: {}, ssin: [], emailPrivate: "kept@example.org", phonePrivate: null, showCsr: "yes", unknown: 1,
    }));
    await page.waitForSelector("#emailPrivate");
    assert.equal(await page.inputValue("#emailPrivate"), "kept@example.org");
    assert.equal(await page.inputValue("#phonePrivate"), "");
    await left(JSON.stringify({ step: "somewhere", reached: 99, holder: "recognized", chosen: 12, organisations: [] }));
    await page.waitForSelector("#profession");
    await close(page);
  });
}
