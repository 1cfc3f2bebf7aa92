const known = new Map<string, string>();

/** A colour as every program that reads SVG understands it: tokens and mixtures are worked out. */
export function plainColour(colour: string): string {
  if (colour === 'none' || /^(#|rgb)/.test(colour)) return colour;
  const held = known.get(colour);
  if (held !== undefined) return held;
  const pen = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  if (pen === null) return colour;
  pen.canvas.width = pen.canvas.height = 1;
  pen.fillStyle = colour;
  pen.fillRect(0, 0, 1, 1);
  const [red = 0, green = 0, blue = 0, alpha = 255] = pen.getImageData(0, 0, 1, 1).data;
  const plain = `rgba(${red}, ${green}, ${blue}, ${Number((alpha / 255).toFixed(3))})`;
  known.set(colour, plain);
  return plain;
}

/** Whether nothing is seen of a colour. */
export function isClear(colour: string): boolean {
  return colour === 'transparent' || /^rgba\(.*, 0\)$/.test(plainColour(colour));
}
