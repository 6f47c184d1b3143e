// A headless Chromium and a server of files on loopback, with the policy that the package promises to live under.
import { createReadStream, existsSync, mkdtempSync, rmSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { extname, join, normalize } from "node:path";

const tools = createRequire(new URL("tools/package.json", import.meta.url));
const { chromium } = tools("playwright-core");

const POLICY = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; worker-src 'self'; base-uri 'none'";
const TYPES = { ".html": "text/html; charset=utf-8", ".js": "text/javascript", ".mjs": "text/javascript", ".wasm": "application/wasm", ".json": "application/json" };

/** Serves a folder; what begins with `/platform` goes to `platform`. */
export async function serve(folder, platform) {
  const server = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url, "http://127.0.0.1").pathname);
    if (platform && path.startsWith("/platform/")) return forward(request, response, platform + path.slice(9));
    const file = join(folder, normalize(path === "/" ? "/index.html" : path));
    if (!existsSync(file) || !statSync(file).isFile()) return response.writeHead(404).end();
    response.writeHead(200, { "content-type": TYPES[extname(file)] ?? "application/octet-stream", "content-security-policy": POLICY });
    createReadStream(file).pipe(response);
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  return { url: `http://127.0.0.1:${server.address().port}`, close: () => server.close() };
}

async function forward(request, response, to) {
  const parts = [];
  for await (const part of request) parts.push(part);
  const { host, connection, "content-length": _, ...headers } = request.headers;
  try {
    const answer = await fetch(to, { method: request.method, headers, body: parts.length ? Buffer.concat(parts) : undefined });
    const body = Buffer.from(await answer.arrayBuffer());
    response.writeHead(answer.status, { "content-type": answer.headers.get("content-type") ?? "" });
    response.end(body);
  } catch {
    // Cut there is cut here, after the first octet: what ends before any, a browser sends again by itself.
    response.writeHead(200, { "content-length": 2 });
    response.write("<", () => response.destroy());
  }
}

/** A browser of its own; nothing of it stays, and it asks nobody but loopback. */
export async function browser() {
  const profile = mkdtempSync(join(tmpdir(), "ehcert-chromium-"));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: "/usr/bin/chromium",
    headless: true,
    args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
  });
  return {
    /** Opens a page; `complaints` collects what its console and its policy complain about. */
    async open(url, prepare = async () => {}) {
      const page = await context.newPage();
      const complaints = [];
      page.on("console", (message) => ["error", "warning"].includes(message.type()) && complaints.push(message.text()));
      page.on("pageerror", (error) => complaints.push(String(error)));
      page.on("request", (request) => new URL(request.url()).hostname === "127.0.0.1" || request.url().startsWith("blob:") || complaints.push(`asks ${request.url()}`));
      await prepare(page);
      await page.goto(url);
      /** Waits for a value that the page sets; what polls inside of a page is forbidden by its policy. */
      const value = async (name, seconds = 60) => {
        for (const end = Date.now() + 1000 * seconds; Date.now() < end; ) {
          const found = await page.evaluate((name) => globalThis[name], name);
          if (found !== undefined) return found;
          await new Promise((done) => setTimeout(done, 100));
        }
        throw new Error(`the page has no ${name} after ${seconds} s: ${complaints.join("; ")}`);
      };
      return { page, complaints, value };
    },
    async close() {
      await context.close();
      rmSync(profile, { recursive: true, force: true });
    },
  };
}
