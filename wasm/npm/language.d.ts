import type { Language } from "./types.js";

/**
 * Loads a language, once: the texts of errors, and the names of fields, steps, professions and types, 12 KB packed. Until
 * then they are English, whichever language is asked for.
 */
export function loadLanguage(language: Language | (string & {})): Promise<void>;

/** Loads the texts of a language, then makes it the one of messages: `fr`, `nl`, `de` or `en`, with or without region; English for any other. */
export function setLanguage(language: Language | (string & {})): Promise<void>;
