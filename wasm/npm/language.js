// The language of `ehcert`: its module carries texts and names in English, those of the others are loaded when they are spoken.
import { installTexts, setLanguage as speak } from "./wasm/ehcert.js";

// Written out, so that bundlers see what may be loaded.
const TEXTS = { fr: () => import("./texts/fr.js"), nl: () => import("./texts/nl.js"), de: () => import("./texts/de.js") };

const loaded = new Set();

export async function loadLanguage(language) {
  const tag = String(language).slice(0, 2).toLowerCase();
  if (loaded.has(tag) || !Object.hasOwn(TEXTS, tag)) return;
  installTexts(tag, (await TEXTS[tag]()).default);
  loaded.add(tag);
}

export async function setLanguage(language) {
  await loadLanguage(language);
  speak(language);
}
