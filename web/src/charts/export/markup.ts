type Value = string | number | null | undefined;

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** Text that is no markup, whatever is in it. */
export function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (sign) => ENTITIES[sign] ?? sign);
}

/** One element of SVG; what is null or undefined is left out. */
export function tag(name: string, attributes: Readonly<Record<string, Value>>, inside = ''): string {
  const written = Object.entries(attributes)
    .filter(([, value]) => value !== null && value !== undefined)
    .map(([key, value]) => ` ${key}="${typeof value === 'number' ? Number(value.toFixed(2)) : escaped(String(value))}"`)
    .join('');
  return `<${name}${written}>${inside}</${name}>`;
}
