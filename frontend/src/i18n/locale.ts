/** The language of the catalogue in use. British English writes dates as the product does: 12 March 2026. */
export const LOCALE = "en-GB";
