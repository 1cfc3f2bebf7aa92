/** The shapes of points as they stand in a legend, in the order of `SHAPES`. */
export const SIGNS = ['●', '■', '▲', '◆', '✚', '▼', '▬'] as const;
