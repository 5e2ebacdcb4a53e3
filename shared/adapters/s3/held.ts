/** Metadata by which publishers know what was put up by hand: they leave it as it is until a person has released it. */
export const HELD = 'emergency';
