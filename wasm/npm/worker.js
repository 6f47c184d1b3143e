// Makes a key in the module, on a thread of its own.
import init, { generateKey } from "./ehcert.js";

addEventListener("message", async ({ data }) => {
  try {
    await init();
    const key = generateKey(data.algorithm);
    postMessage({ key }, [key.buffer]);
  } catch (error) {
    postMessage({ failure: String(error?.message ?? error) });
  }
});
