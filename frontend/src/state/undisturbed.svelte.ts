/** While photos are being taken: no bar of places, no word of a new version, and nothing that loads the page again. */
export const undisturbed = $state({ on: false });
