/** Activations have 7 bits: 0 to 127 (data/models/README.md). */
export const ACTIVATION = { min: 0, max: 127 } as const;

/** Outputs of a fully connected layer have 16 bits. */
export const SCORE = { min: -32768, max: 32767 } as const;

/** Maps that are not rectified have 8 bits with a sign. */
export const BYTE = { min: -128, max: 127 } as const;
