// The language of `ehcert`: its module carries the texts of errors in English, the others are loaded when they are spoken.
import { installTexts, setLanguage as speak } from "./wasm/ehcert.js";

// Written out, so that bundlers see what may be loaded.
const TEXTS = { fr: () => import("./texts/fr.js"), nl: () => import("./texts/nl.js"), de: () => import("./texts/de.js") };

export async function loadLanguage(language) {
  const tag = String(language).slice(0, 2).toLowerCase();
  if (Object.hasOwn(TEXTS, tag)) installTexts(tag, (await TEXTS[tag]()).default);
}

export async function setLanguage(language) {
  await loadLanguage(language);
  speak(language);
}
