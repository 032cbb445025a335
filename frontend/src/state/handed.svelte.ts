/** While a practice's device is in a client's hands: the way to other records is put away. */
export const handed = $state({ over: false });
