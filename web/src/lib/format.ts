const NUMBER = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
const UNITS = ['bytes', 'kB', 'MB', 'GB', 'TB'] as const;

/** 569 → "569", 1234567 → "1,234,567". */
export function formatCount(value: number): string {
  return NUMBER.format(value);
}

/** A count with its noun: "1 row", "569 rows". */
export function formatCountOf(value: number, one: string, many = `${one}s`): string {
  return `${formatCount(value)} ${value === 1 ? one : many}`;
}

/** Four significant digits, without trailing zeros; very small and large ones in powers of ten. */
export function formatNumber(value: number): string {
  const size = Math.abs(value);
  if (size >= 1e9 || (size > 0 && size < 1e-4)) return value.toExponential(2).replace('e+', 'e');
  if (Number.isInteger(value) || size >= 1e4) return NUMBER.format(value);
  const short = Number(value.toPrecision(4));
  return Number.isInteger(short) ? NUMBER.format(short) : String(short);
}

/** 0.1234 → "12.3 %"; only 1 is "100 %". */
export function formatShare(value: number): string {
  return `${shortOf(100 * value, 100, 1).replace(/\.0$/, '')} %`;
}

const MOST_DIGITS = 8;

/**
 * So many digits after the point, and more where they would reach a bound that is not reached: `whole`,
 * and nothing where that is 100. What is nearer than seven digits tell is there but for how computers reckon.
 */
export function shortOf(value: number, whole: number, digits: number): string {
  const isBound = (number: number) => (whole === 100 ? number === 0 || number === 100 : Math.abs(number) === whole);
  let places = digits;
  while (places < MOST_DIGITS && !isBound(value) && isBound(Number(value.toFixed(places)))) places += 1;
  const text = value.toFixed(places === MOST_DIGITS ? digits : places);
  if (whole === 100 && isBound(Number(text))) return Number(text).toFixed(0);
  return Number(text) === 0 ? text.replace('-', '') : text;
}

/** 1536 → "1.5 kB". */
export function formatBytes(bytes: number): string {
  let size = bytes;
  let unit = 0;
  while (size >= 1000 && unit < UNITS.length - 1) {
    size /= 1000;
    unit += 1;
  }
  return `${unit === 0 || size >= 100 ? size.toFixed(0) : size.toFixed(1)} ${UNITS[unit] ?? 'TB'}`;
}

/** Seconds as people say them: "0.4 s", "12 s", "3 min 5 s", "2 h 10 min". */
export function formatDuration(seconds: number): string {
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return joinUnits(Math.floor(whole / 60), 'min', whole % 60, 's');
  return joinUnits(Math.floor(whole / 3600), 'h', Math.floor((whole % 3600) / 60), 'min');
}

function joinUnits(big: number, bigUnit: string, small: number, smallUnit: string): string {
  return small === 0 ? `${big} ${bigUnit}` : `${big} ${bigUnit} ${small} ${smallUnit}`;
}

/** The time between two ISO times in seconds; the second may still be open. */
export function secondsBetween(start: string, end: string | null, now: number): number {
  const stop = end === null ? now : Date.parse(end);
  return Math.max(0, (stop - Date.parse(start)) / 1000);
}

/** "just now", "4 min ago", "3 h ago", then the date. */
export function formatAgo(time: string, now: number): string {
  const seconds = (now - Date.parse(time)) / 1000;
  if (seconds < 45) return 'just now';
  if (seconds < 3600) return `${Math.max(1, Math.round(seconds / 60))} min ago`;
  if (seconds < 86_400) return `${Math.round(seconds / 3600)} h ago`;
  return formatDate(time);
}

/** "24 Feb 2027": for what lies ahead, where an hour more or less does not matter. */
export function formatDate(time: string): string {
  return new Date(time).toLocaleDateString('en', { day: 'numeric', month: 'short', year: 'numeric' });
}

/** The full local date and time, for titles and details. */
export function formatTime(time: string): string {
  return new Date(time).toLocaleString('en', { dateStyle: 'medium', timeStyle: 'medium' });
}

/** "train_accuracy" → "Train accuracy"; known abbreviations keep their capitals. */
export function formatName(name: string): string {
  const capitals = new Set(['auc', 'mse', 'rmse', 'mae', 'roc', 'id']);
  const words = name.split(/[_\s]+/).map((word) => (capitals.has(word) ? word.toUpperCase() : word));
  const text = words.join(' ').replace('R2', 'R²').replace('r2', 'R²').replace('f1', 'F1');
  return text.charAt(0).toUpperCase() + text.slice(1);
}
