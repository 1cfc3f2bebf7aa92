/** How colours look to eyes that lack a kind of cone, and how far apart two of them then are. */

type Triple = readonly [number, number, number];
type Matrix = readonly [Triple, Triple, Triple];

/**
 * What the three kinds of colour blindness do to linear light, at full severity.
 * Source: G. Machado, M. Oliveira and L. Fernandes, A physiologically-based model for simulation of
 * color vision deficiency, IEEE TVCG 15 (2009), the matrices of severity 1.0.
 */
export const EYES: Readonly<Record<string, Matrix>> = {
  usual: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritanopia: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};

const XYZ: Matrix = [
  [0.4124564, 0.3575761, 0.1804375],
  [0.2126729, 0.7151522, 0.072175],
  [0.0193339, 0.119192, 0.9503041],
];
const WHITE: Triple = [0.95047, 1, 1.08883];

/** CIE Lab (D65) of a colour such as ``#2a4ccb`` as an eye sees it. */
export function seen(colour: string, eye: Matrix): Triple {
  const light = times(eye, linear(colour)).map((part) => Math.min(1, Math.max(0, part)));
  const [x, y, z] = times(XYZ, [light[0] ?? 0, light[1] ?? 0, light[2] ?? 0]).map((part, at) => curved(part / (WHITE[at] ?? 1)));
  return [116 * (y ?? 0) - 16, 500 * ((x ?? 0) - (y ?? 0)), 200 * ((y ?? 0) - (z ?? 0))];
}

/** The contrast of two colours, 1 to 21, as WCAG 2 reckons it. */
export function contrast(one: string, other: string): number {
  const [low = 0, high = 0] = [one, other].map((colour) => times(XYZ, linear(colour))[1]).sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}

/** What ``color-mix(in oklab, one share, other)`` gives. */
export function mixed(one: string, share: number, other: string): string {
  const [from, to] = [oklab(one), oklab(other)];
  return fromOklab([0, 1, 2].map((at) => share * (from[at] ?? 0) + (1 - share) * (to[at] ?? 0)));
}

/**
 * The difference CIEDE2000 of two colours in Lab: about 2 is just seen side by side.
 * Source: G. Sharma, W. Wu and E. Dalal, The CIEDE2000 color-difference formula, Color Research and
 * Application 30 (2005).
 */
export function difference([l1, a1, b1]: Triple, [l2, a2, b2]: Triple): number {
  const stretch = 1 + 0.5 * (1 - saturation((Math.hypot(a1, b1) + Math.hypot(a2, b2)) / 2));
  const [c1, c2] = [Math.hypot(a1 * stretch, b1), Math.hypot(a2 * stretch, b2)];
  const [h1, h2] = [angle(b1, a1 * stretch), angle(b2, a2 * stretch)];
  const isGrey = c1 * c2 === 0;
  const turn = isGrey ? 0 : ((h2 - h1 + 540) % 360) - 180;
  const hue = isGrey ? h1 + h2 : (h1 + turn / 2 + 360) % 360;
  const [l, c] = [(l1 + l2) / 2 - 50, (c1 + c2) / 2];
  const wave = 1 - 0.17 * cos(hue - 30) + 0.24 * cos(2 * hue) + 0.32 * cos(3 * hue + 6) - 0.2 * cos(4 * hue - 63);
  const lightness = (l2 - l1) / (1 + (0.015 * l * l) / Math.sqrt(20 + l * l));
  const chroma = (c2 - c1) / (1 + 0.045 * c);
  const way = (2 * Math.sqrt(c1 * c2) * Math.sin((turn * Math.PI) / 360)) / (1 + 0.015 * c * wave);
  const twist = -2 * saturation(c) * Math.sin((Math.PI / 3) * Math.exp(-(((hue - 275) / 25) ** 2)));
  return Math.sqrt(lightness ** 2 + chroma ** 2 + way ** 2 + twist * chroma * way);
}

function saturation(chroma: number): number {
  return Math.sqrt(chroma ** 7 / (chroma ** 7 + 25 ** 7));
}

function angle(b: number, a: number): number {
  return a === 0 && b === 0 ? 0 : ((Math.atan2(b, a) * 180) / Math.PI + 360) % 360;
}

function cos(degrees: number): number {
  return Math.cos((degrees * Math.PI) / 180);
}

function linear(colour: string): Triple {
  const part = (at: number) => {
    const value = parseInt(colour.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return [part(1), part(3), part(5)];
}

function times(matrix: Matrix, vector: Triple): [number, number, number] {
  const row = ([x, y, z]: Triple) => x * vector[0] + y * vector[1] + z * vector[2];
  return [row(matrix[0]), row(matrix[1]), row(matrix[2])];
}

function curved(share: number): number {
  return share > 216 / 24389 ? Math.cbrt(share) : ((24389 / 27) * share + 16) / 116;
}

// B. Ottosson's matrices, as CSS Color 4 gives them.
const TO_CONES: Matrix = [
  [0.4122214708, 0.5363325363, 0.0514459929],
  [0.2119034982, 0.6806995451, 0.1073969566],
  [0.0883024619, 0.2817188376, 0.6299787005],
];
const TO_OKLAB: Matrix = [
  [0.2104542553, 0.793617785, -0.0040720468],
  [1.9779984951, -2.428592205, 0.4505937099],
  [0.0259040371, 0.7827717662, -0.808675766],
];
const FROM_OKLAB: Matrix = [
  [1, 0.3963377774, 0.2158037573],
  [1, -0.1055613458, -0.0638541728],
  [1, -0.0894841775, -1.291485548],
];
const FROM_CONES: Matrix = [
  [4.0767416621, -3.3077115913, 0.2309699292],
  [-1.2684380046, 2.6097574011, -0.3413193965],
  [-0.0041960863, -0.7034186147, 1.707614701],
];

function oklab(colour: string): Triple {
  const [long, middle, short] = times(TO_CONES, linear(colour));
  return times(TO_OKLAB, [Math.cbrt(long), Math.cbrt(middle), Math.cbrt(short)]);
}

function fromOklab(values: readonly number[]): string {
  const [long, middle, short] = times(FROM_OKLAB, [values[0] ?? 0, values[1] ?? 0, values[2] ?? 0]);
  const light = times(FROM_CONES, [long ** 3, middle ** 3, short ** 3]);
  return `#${light.map(hex).join('')}`;
}

function hex(light: number): string {
  const value = light <= 0.0031308 ? 12.92 * light : 1.055 * light ** (1 / 2.4) - 0.055;
  return Math.round(255 * Math.min(1, Math.max(0, value))).toString(16).padStart(2, '0');
}
