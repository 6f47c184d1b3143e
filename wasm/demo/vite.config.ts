import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { defineConfig, type Plugin } from "vite";

/** The npm package: `cargo xtask npm` puts it there; another place may be named. */
const PACKAGE = process.env.EHCERT_NPM ?? resolve(import.meta.dirname, "../../target/npm/ehcert");

/** A service worker that keeps the page's own files, and nothing else: the page then opens without a network. */
function offline(): Plugin {
  return {
    name: "offline",
    apply: "build",
    enforce: "post",
    generateBundle(_, bundle) {
      const folder = resolve(import.meta.dirname, "public");
      const own = existsSync(folder) ? readdirSync(folder) : [];
      const files = [...Object.keys(bundle).filter((name) => name !== "index.html"), ...own].sort();
      const digest = createHash("sha256");
      for (const name of Object.keys(bundle).sort()) {
        const item = bundle[name];
        digest.update(name).update(item?.type === "chunk" ? item.code : (item?.source ?? ""));
      }
      for (const name of own) digest.update(readFileSync(resolve(folder, name)));
      const source = `"use strict";
const CACHE = "ehcert-portal-${digest.digest("hex").slice(0, 16)}";
const FILES = ${JSON.stringify(["./", ...files])};
self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll(FILES)).then(() => self.skipWaiting()));
});
self.addEventListener("activate", (event) => {
  const stale = (name) => name.startsWith("ehcert-portal-") && name !== CACHE;
  event.waitUntil(
    caches.keys().then((names) => Promise.all(names.filter(stale).map((name) => caches.delete(name)))).then(() => self.clients.claim()),
  );
});
// Only the page's own files: whatever goes to the platform never passes through a cache.
self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET" || !request.url.startsWith(self.registration.scope)) return;
  event.respondWith(
    caches.open(CACHE).then(async (cache) => (await cache.match(request, { ignoreSearch: true, ignoreVary: true })) ?? fetch(request)),
  );
});
`;
      this.emitFile({ type: "asset", fileName: "sw.js", source });
    },
  };
}

/** Each file that gains by it also as Brotli and gzip, so that the server has nothing to do. */
function packed(): Plugin {
  return {
    name: "packed",
    apply: "build",
    enforce: "post",
    generateBundle(_, bundle) {
      for (const [name, item] of Object.entries(bundle)) {
        const content = Buffer.from(item.type === "chunk" ? item.code : item.source);
        if (content.length < 1024 || !/\.(js|css|html|wasm|svg)$/.test(name)) continue;
        const brotli = brotliCompressSync(content, { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_LGWIN]: 24, [constants.BROTLI_PARAM_SIZE_HINT]: content.length } });
        this.emitFile({ type: "asset", fileName: `${name}.br`, source: brotli });
        this.emitFile({ type: "asset", fileName: `${name}.gz`, source: gzipSync(content, { level: 9 }) });
      }
    },
  };
}

export default defineConfig({
  // Addresses are relative: the page may be served from any folder.
  base: "./",
  resolve: {
    alias: [
      { find: /^ehcert\/validate\.wasm/, replacement: resolve(PACKAGE, "wasm/validate_bg.wasm") },
      { find: /^ehcert\/ehcert\.wasm/, replacement: resolve(PACKAGE, "wasm/ehcert_bg.wasm") },
      { find: /^ehcert\/validate$/, replacement: resolve(PACKAGE, "validate.js") },
      { find: /^ehcert$/, replacement: resolve(PACKAGE, "ehcert.js") },
    ],
  },
  plugins: [offline(), packed()],
  worker: { format: "es" },
  build: { target: "es2022", assetsInlineLimit: 0, modulePreload: { polyfill: false }, reportCompressedSize: false },
  // A platform of your own, for work on the page: `ehcert sandbox --dir DIR --card rsa`.
  server: {
    fs: { allow: [import.meta.dirname, PACKAGE] },
    proxy: Object.fromEntries(["/CertRa", "/EtkRa", "/EtkDepot", "/card", "/ca"].map((path) => [path, "http://127.0.0.1:8470"])),
  },
});
