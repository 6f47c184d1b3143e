// MODULE in Node: `init` reads the module from the package.
import { readFile } from "node:fs/promises";
import { webcrypto } from "node:crypto";
import start from "./MODULE.js";

export * from "./MODULE.js";

// Node 18 has WebCrypto under this name only on demand.
globalThis.crypto ??= webcrypto;

/** Starts the module, once. */
export default async function init(source) {
  await start(source ?? (await readFile(new URL("./wasm/MODULE_bg.wasm", import.meta.url))));
}
