/// <reference types="svelte" />
/// <reference types="vite/client" />

/** From package.json, written in by vite.config.ts. */
declare const __APP_VERSION__: string;
