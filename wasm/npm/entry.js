// MODULE, to be started with `init`.
import start, { initSync as startSync } from "./wasm/MODULE.js";

export * from "./wasm/MODULE.js";

/** Starts the module, once. Without `source` it is fetched from beside this file. */
export default async function init(source) {
  await start({ module_or_path: source ?? new URL("./wasm/MODULE_bg.wasm", import.meta.url) });
}

/** Starts the module from its bytes, or from a compiled module. */
export function initSync(source) {
  startSync({ module: source });
}
