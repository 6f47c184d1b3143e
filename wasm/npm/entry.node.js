// MODULE in Node: `init` reads the module from the package.
import { readFileSync } from "node:fs";
import start, { initSync } from "./MODULE.js";

export * from "./MODULE.js";

/** Starts the module, once. */
export default async function init(source) {
  // Node 18 has WebCrypto under this name only on demand.
  if (!("crypto" in globalThis)) globalThis.crypto = (await import("node:crypto")).webcrypto;
  if (source !== undefined) return start(source);
  // Each function is compiled when it is first called: a tenth of the time of compiling all of them before.
  initSync(readFileSync(new URL("./wasm/MODULE_bg.wasm", import.meta.url)));
}
