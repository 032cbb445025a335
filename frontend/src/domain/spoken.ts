/** Where the page notes the language that it speaks, for the service worker: a worker reads no localStorage. */
export const LANGUAGE_CACHE = "likeness-language-v1";
export const LANGUAGE_KEY = "/language";
