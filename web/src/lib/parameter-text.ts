/** A parameter's value as people read it. */
export function parameterText(value: unknown): string {
  if (value === null || value === undefined) return 'automatic';
  if (typeof value === 'boolean') return value ? 'on' : 'off';
  if (Array.isArray(value)) return value.map(String).join(', ');
  return typeof value === 'string' ? value : JSON.stringify(value);
}
