import type { AdaptedValue, Preset, SavedPreset } from '../../../../api/answers';
import { formatCount, formatCountOf } from '../../../../lib/format';
import { parameterText } from '../../../../lib/parameter-text';
import type { Field } from '../../../../lib/schema/fields';

/** What is to be known of values that somebody has just begun from. */
export interface Told {
  title: string;
  lines: readonly string[];
  /** The values that would fit the table better than those that were kept. */
  offer: Readonly<Record<string, unknown>> | null;
}

interface Size {
  rows: number;
  columns: number;
}

/** Of one that comes with the algorithm: what is other for this table, if anything is. */
export function toldOf(preset: Preset, fields: readonly Field[]): Told | null {
  const lines = linesOf(preset.adapted ?? [], fields);
  return lines.length === 0 ? null : { title: `${preset.name}, made to fit this table`, lines, offer: null };
}

/** Of a kept one: what no longer fits its algorithm, and that it was kept for a table of another size. */
export function toldOfKept(preset: SavedPreset, fields: readonly Field[], table: Size | null, sized: readonly Preset[]): Told | null {
  const gone = preset.problems.map(({ msg }) => msg);
  const title = gone.length > 0 ? `Some values of ${preset.name} no longer fit and were left out` : null;
  const { made_for: made, for_table: fit } = preset;
  if (made === null || table === null || fit?.is_another_size !== true) {
    return title === null ? null : { title, lines: gone, offer: null };
  }
  const other = `It was kept for ${made.name}, ${sizeText(made)}; this table has ${sizeText(table)}.`;
  const lines = linesOf(fit.adapted, fields);
  return {
    title: title ?? `${preset.name} was kept for a table of another size`,
    lines: [...gone, other, ...(lines.length === 0 ? elsewhere(sized, gone.length > 0 ? 'Its other values' : 'Its values') : lines)],
    offer: lines.length === 0 ? null : fit.hyperparameters,
  };
}

/** Of a kept one whose values were then made to fit. */
export function toldOfFitted(preset: SavedPreset, fields: readonly Field[]): Told {
  return { title: `${preset.name}, made to fit this table`, lines: linesOf(preset.for_table?.adapted ?? [], fields), offer: null };
}

export function sizeText({ rows, columns }: Size): string {
  return `${formatCountOf(rows, 'row')} and ${formatCountOf(columns, 'column')}`;
}

function elsewhere(sized: readonly Preset[], kept: string): string[] {
  const names = sized.map(({ name }) => name);
  if (names.length === 0) return [];
  const text = new Intl.ListFormat('en', { type: 'conjunction' }).format(names);
  return [`${kept} are as they were kept. ${text} ${names.length === 1 ? 'is' : 'are'} sized for this table.`];
}

function linesOf(adapted: readonly AdaptedValue[], fields: readonly Field[]): string[] {
  return adapted.map(({ name, value, instead_of: before, why }) => {
    const title = fields.find((field) => field.name === name)?.title ?? name;
    return `${title} ${valueText(value)} instead of ${valueText(before)}. ${why}`;
  });
}

function valueText(value: unknown): string {
  return typeof value === 'number' && Number.isInteger(value) ? formatCount(value) : parameterText(value);
}
