import type { ModuleSource } from "./types.js";

export * from "./types.js";
export * from "./wasm/MODULE.js";

/**
 * Starts the module, once; nothing works before. Without `source` it is taken from beside the package's own files:
 * Vite, webpack, Node and a plain `<script type="module">` find it there; for esbuild give the address.
 */
export default function init(source?: ModuleSource): Promise<void>;

/** Starts the module from its bytes, or from a compiled module: in a worker, say. */
export function initSync(source: BufferSource | WebAssembly.Module): void;
