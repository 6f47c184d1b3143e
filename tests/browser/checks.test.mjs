// Checks, misuse and memory of both modules in Node.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";

import { request, text } from "./platform.mjs";

const from = (file) => import(pathToFileURL(join(process.env.EHCERT_NPM, file)).href);
const modules = {};
for (const name of ["validate", "ehcert"]) {
  const { default: init, ...module } = await from(`${name}.node.js`);
  await init();
  modules[name] = module;
  if (name === "ehcert") {
    test("ehcert: texts and names are in English until a language is loaded", async () => {
      const said = (language) => module.describeProblem(module.hostError("NetworkTimeout").problem, language);
      const named = (language) => [
        module.fieldLabel("identifier_type", language),
        module.stepLabel("card", language),
        ...module.professions(language).map((one) => one.name),
        ...module.identifierTypes(language).map((one) => one.name),
      ];
      for (const language of ["fr", "nl", "de"]) {
        assert.deepEqual(said(language), said("en"));
        assert.deepEqual(named(language), named("en"));
      }
      assert.equal(module.stepLabel("no_such_step", "fr"), "no_such_step");
      for (const language of ["fr", "nl-BE", "de", "en", "xx"]) await module.loadLanguage(language);
      assert.equal(new Set(["fr", "nl", "de", "en"].map((language) => said(language).message + said(language).advice)).size, 4);
      assert.equal(module.errorTable("de").filter((row, i) => row.message === module.errorTable("en")[i].message).length, 0);
      // The other module has all of them in itself.
      for (const language of ["fr", "nl", "de", "en"]) {
        assert.deepEqual(named(language).slice(2), [...modules.validate.professions(language), ...modules.validate.identifierTypes(language)].map((one) => one.name));
        assert.equal(module.fieldLabel("identifier_type", language), modules.validate.fieldLabel("identifier_type", language));
      }
      assert.deepEqual(["fr", "nl", "de", "en"].map((language) => module.stepLabel("card", language)), ["Lecture de la carte", "De kaart lezen", "Karte lesen", "Reading the card"]);
      assert.throws(() => module.installTexts("fr", "no pack"), { name: "InvalidArgument", field: "texts" });
      assert.throws(() => module.installTexts("it", ""), { name: "InvalidArgument", field: "language" });
    });
  }
}
const { ehcert } = modules;

for (const [name, module] of Object.entries(modules)) {
  test(`${name}: checks and their reasons`, async () => {
    for (const language of ["fr", "nl", "de"]) await module.loadLanguage?.(language);
    assert.equal(module.checkIdentifier("NIHII-GUARD_POST", "679.990-77").value, "67999077");
    assert.throws(() => module.checkIdentifier("CBE", "0999999032"), (error) => {
      assert.equal(error.name, "IdentifierCheckDigit");
      assert.equal(error.field, "identifier");
      assert.equal(error.retryable, false);
      assert.equal(error.problem.code, error.code);
      const said = ["fr", "nl", "de", "en"].map((language) => module.describeProblem(error.problem, language).message);
      assert.equal(new Set(said).size, 4);
      assert.equal(error.message, said[3]);
      return error instanceof Error;
    });
    assert.equal(module.professions("de").length, 29);
    assert.ok(module.identifierTypes().length > 30);
    assert.equal(module.checkPassword(text("court")).ok, false);
    assert.equal(module.checkPassword(text("Test-1234"), text("Test-1234")).ok, true);
    assert.equal(module.checkEmail(" a@example.org "), "a@example.org");
    assert.equal(module.checkPhone("0478/29.94.92"), "0478299492");
    assert.equal(module.checkApplicationId(" "), undefined);
    assert.equal(module.reviewRequest(request).commonName, "NIHII-GUARD_POST=67999077");
    assert.match(module.keystoreFileName(module.reviewRequest(request).dn, new Date(2026, 0, 2, 3, 4, 5)), /^NIHII-GUARD_POST=67999077 20260102-030405\.p12$/);
    assert.equal(module.fieldLabel("name", "nl"), "Naam");
  });

  test(`${name}: errors speak the chosen language`, async () => {
    const said = [];
    for (const language of ["fr", "nl-BE", "de", "en", "xx"]) {
      await module.setLanguage(language);
      try {
        module.checkEmail("nobody");
      } catch (error) {
        said.push(error.message);
      }
    }
    assert.equal(new Set(said.slice(0, 4)).size, 4);
    assert.equal(said[4], said[3]);
    assert.equal(module.language(), "en");
  });

  test(`${name}: nothing of a name is dropped without a word`, () => {
    assert.deepEqual(module.foldName("Élodie Ø").unfolded, ["Ø"]);
    for (const [typed, point] of [["a\u200bb", "U+200B"], ["a\u202eb", "U+202E"], ["a\u2066b", "U+2066"], ["\ufeffab", "U+FEFF"]]) {
      const folded = module.foldName(typed);
      assert.deepEqual(folded.invisible, [point]);
      const review = module.reviewRequest({ ...request, name: typed });
      const told = [...review.errors, ...review.warnings].some((problem) => problem.field === "name");
      assert.ok(told, point);
    }
    assert.deepEqual(module.foldName("a\ud800b").unfolded, ["\ufffd"]);
    assert.deepEqual(module.foldName("שלום").unfolded.length, 4);
  });

  test(`${name}: wrong input is an error with its name, and the module goes on`, async () => {
    const huge = "1".repeat(100_000_000);
    const large = new Uint8Array(100_000_000);
    const wrong = [
      () => module.checkEmail("\ud800"),
      () => module.checkEmail(huge),
      () => module.checkIdentifier("CBE", huge),
      () => module.checkIdentifier(huge, "1"),
      () => module.foldName(huge),
      () => module.reviewRequest({ ...request, name: huge }),
      () => module.reviewRequest(5),
      () => module.reviewRequest(undefined),
      () => module.reviewRequest({}),
      () => module.reviewRequest({ ...request, baseServices: 3 }),
      () => module.reviewRequest({ ...request, holder: "nobody" }),
      () => module.checkIdentifier(1, 2),
      () => module.checkIdentifier(),
      () => module.checkPassword("a text"),
      () => module.checkPassword(new Uint8Array([0xff])),
      () => module.outlineCsr(new Uint8Array(5)),
      () => module.outlineCsr(large),
      () => module.outlineCsr("a text"),
      () => module.outlineCertificate(text("-----BEGIN CERTIFICATE-----")),
      () => module.outlineCertificate(large),
      () => module.outlineCertificate(text("GIF89a")),
      () => module.describeProblem({ code: "x" }, "fr"),
      () => module.keystoreFileName("CN=x"),
      () => module.keystoreFileName(module.reviewRequest(request).dn, new Date(NaN)),
    ];
    await assert.rejects(async () => module.setLanguage(7), { name: "InvalidArgument", field: "language" });
    await module.setLanguage("fr");
    const before = process.memoryUsage().external + process.memoryUsage().arrayBuffers;
    for (const call of wrong) {
      assert.throws(call, (error) => {
        assert.ok(error instanceof Error, String(call));
        assert.equal(typeof error.code, "number", `${call}: ${error}`);
        assert.notEqual(error.name, "Error", String(call));
        assert.ok(error.message.length > 10 && error.advice.length > 3, String(call));
        return true;
      }, String(call));
      assert.equal(module.checkIdentifier("NIHII-GUARD_POST", "67999077").value, "67999077");
    }
    await module.setLanguage("en");
    // What is refused was not copied into the module.
    assert.ok(process.memoryUsage().external + process.memoryUsage().arrayBuffers - before < 300 << 20);
  });

  test(`${name}: memory stays flat`, () => {
    const used = () => process.memoryUsage().arrayBuffers + process.memoryUsage().external;
    const round = () => {
      module.checkIdentifier("SSIN", "93051822361");
      try {
        module.checkIdentifier("CBE", "0999999032");
      } catch {
        // As meant.
      }
    };
    for (let i = 0; i < 1000; i++) round();
    const start = used();
    for (let i = 0; i < 50_000; i++) round();
    assert.ok(used() - start < 8 << 20);
  });
}

test("ehcert: wrong files and wrong calls", () => {
  const signer = { authenticationChain: [] };
  for (const call of [
    () => ehcert.previewCsr(new Uint8Array(5)),
    () => ehcert.viewCertificate(text("%PDF-1.7")),
    () => ehcert.inspectKeystore(new Uint8Array(100_000_000)),
    () => ehcert.inspectKeystore(text("PK\u0003\u0004")),
    () => ehcert.Keystore.open(new Uint8Array(0), text("x")),
    () => ehcert.Keystore.open(new Uint8Array([0x30, 0x80]), text("x")),
    () => ehcert.Flow.completion({ keystore: new Uint8Array(3), password: text("x"), platform: "http://127.0.0.1:1" }),
    () => ehcert.Flow.completion(),
    () => ehcert.Flow.completion({}),
    () => ehcert.Flow.preflight({ signer, platform: "acceptance" }),
    () => ehcert.Flow.preflight({ signer: 1, platform: "acceptance" }),
    () => ehcert.Flow.preflight({ signer: { authenticationChain: [1] }, platform: "acceptance" }),
    () => ehcert.Flow.revocation({ signer, publicKeyIdentifier: "00", reason: "x", platform: "acceptance" }),
    () => ehcert.CardFlow.sign("signature", "MD5", new Uint8Array(16)),
    () => ehcert.CardFlow.read().answerPin(text("12345")),
    () => ehcert.verifyCertificate(text("no")),
    () => ehcert.verifyEtk(text("no")),
    () => ehcert.verifyCertificate(new Uint8Array([0x30, 0]), { anchors: 5 }),
    () => ehcert.verifySignature(text("no"), "SHA256withRSA", text("a"), text("b")),
    () => ehcert.generateKey("rsa-512"),
    () => { throw ehcert.hostError("NetworkFailed", "cut"); },
    () => ehcert.hostError("NoSuchName"),
  ]) {
    assert.throws(call, (error) => typeof error.code === "number" || assert.fail(`${call}: ${error}`), String(call));
    assert.ok(ehcert.version());
  }
  assert.equal(ehcert.errorTable("nl").length > 200, true);
  assert.equal(ehcert.verifyCertificate(new Uint8Array([0x30, 0])).accepted, false);
  assert.equal(ehcert.verifyMessage(text("no")).accepted, false);
});

test("codes and texts of errors are those of every surface", () => {
  const table = readFileSync(new URL("../../include/errors.tsv", import.meta.url), "utf8").trimEnd().split("\n");
  const [head, ...rows] = table.map((line) => line.split("\t"));
  for (const language of ["fr", "nl", "de", "en"]) {
    const columns = ["code", "name", "actor", "retryable", `message.${language}`, `advice.${language}`];
    const told = ehcert.errorTable(language).map((row) =>
      [row.code, row.name, row.actor, row.retryable, row.message, row.advice].map(String),
    );
    assert.deepEqual(told, rows.map((row) => columns.map((column) => row[head.indexOf(column)])));
  }
});
