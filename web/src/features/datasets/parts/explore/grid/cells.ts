import type { Special } from '../../../../../api/table';
import type { Cell } from '../../../../../api/types';
import type { Family } from '../look/operators';

/** A cell as it came: its value, what stands in a number's place, and its length where it was cut. */
export interface GridCell {
  value: Cell;
  special?: Special;
  /** How long the whole text is; only its beginning is here. */
  fullLength?: number;
}

/** What kind of thing a cell shows: a value, or one of the marks that are no value. */
export type Mark = 'value' | 'null' | 'nan' | 'infinite' | 'empty';

export interface Face {
  text: string;
  mark: Mark;
}

const NULL: Face = { text: 'null', mark: 'null' };
const NAN: Face = { text: 'NaN', mark: 'nan' };
const PLUS: Face = { text: '+∞', mark: 'infinite' };
const MINUS: Face = { text: '−∞', mark: 'infinite' };
const EMPTY: Face = { text: 'empty', mark: 'empty' };

/** What each mark means, read aloud and shown in the details. */
export const MARK_WORDS: Record<Mark, string> = {
  value: '',
  null: 'missing value',
  nan: 'not a number',
  infinite: 'infinite',
  empty: 'empty text',
};

/** How a cell looks in the grid: on one line, numbers with at most eight digits that matter. */
export function faceOf({ value, special, fullLength }: GridCell, family: Family): Face {
  if (special === 'nan') return NAN;
  if (special === 'inf') return PLUS;
  if (special === '-inf') return MINUS;
  if (value === null) return NULL;
  if (value === '') return EMPTY;
  if (typeof value === 'number') return { text: shortNumber(value), mark: 'value' };
  if (typeof value === 'boolean') return { text: value ? 'true' : 'false', mark: 'value' };
  if (family === 'moment') return { text: value.replace('T', ' '), mark: 'value' };
  const line = value.length > 300 ? value.slice(0, 300) : value;
  return { text: `${visibleEnds(line)}${fullLength === undefined ? '' : '…'}`, mark: 'value' };
}

/** Shows what would not be seen: breaks of the line, and blanks at a text's ends. */
function visibleEnds(text: string): string {
  const line = text.replace(/\r\n|\n|\r/g, '⏎').replaceAll('\t', '⇥');
  return line.replace(/^ +| +$/g, (blanks) => '␣'.repeat(blanks.length));
}

function shortNumber(value: number): string {
  if (Number.isInteger(value) && Math.abs(value) < 1e15) return String(value);
  const exact = String(value);
  return exact.length <= 10 ? exact : String(Number(value.toPrecision(8)));
}

/** A cell's exact content as text: what is copied. Missing cells are empty, as in a CSV file. */
export function exactText({ value, special }: GridCell): string {
  if (special !== undefined) return special === 'nan' ? 'NaN' : special;
  return value === null ? '' : String(value);
}
