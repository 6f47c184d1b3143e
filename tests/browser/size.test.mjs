// Each module stays within its budget.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { brotliCompressSync, constants } from "node:zlib";

const budgets = readFileSync(new URL("sizes.txt", import.meta.url), "utf8")
  .split("\n")
  .filter((line) => line && !line.startsWith("#"))
  .map((line) => line.split(" "));

test("the modules are within their budgets", () => {
  assert.deepEqual(budgets.map(([name]) => name), ["validate", "ehcert"]);
  for (const [name, budget] of budgets) {
    const module = readFileSync(join(process.env.EHCERT_NPM, `wasm/${name}_bg.wasm`));
    const parameters = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_LGWIN]: 24 };
    const packed = brotliCompressSync(module, { params: parameters }).length;
    console.log(`${name}: ${module.length} bytes, ${packed} brotli, budget ${budget}`);
    assert.ok(packed <= Number(budget), `${name} is ${packed} bytes, its budget ${budget}`);
  }
});
