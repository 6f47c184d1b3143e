import type { Language } from "./types.js";

/**
 * Loads the texts of errors in a language, once: 10 KB packed. Until then they are English, whichever is asked for.
 * The names of fields, steps, professions and types are always there.
 */
export function loadLanguage(language: Language | (string & {})): Promise<void>;

/** Loads the texts of a language, then makes it the one of messages: `fr`, `nl`, `de` or `en`, with or without region; English for any other. */
export function setLanguage(language: Language | (string & {})): Promise<void>;
