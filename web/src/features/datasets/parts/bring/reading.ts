import type { Column, Storage } from '../../../../api/types';

export const storages = ['bool', 'int64', 'float64', 'date', 'datetime64[us]', 'str'] as const satisfies readonly Storage[];

export const storageWords: Readonly<Record<Storage, string>> = {
  bool: 'true or false',
  int64: 'whole numbers',
  float64: 'numbers',
  date: 'dates',
  'datetime64[us]': 'dates with time',
  str: 'text',
};

export const encodings = ['utf-8', 'latin-1', 'cp1252', 'utf-16', 'cp1251', 'shift_jis', 'gb18030', 'big5'];

export const delimiters = [
  { value: ',', label: 'comma' },
  { value: ';', label: 'semicolon' },
  { value: '\t', label: 'tab' },
  { value: '|', label: 'pipe' },
  { value: ' ', label: 'space' },
];

export function isStorage(text: string): text is Storage {
  return storages.some((storage) => storage === text);
}

/** The types with one column's changed; an empty choice leaves it to the server. */
export function withType(types: Record<string, Storage>, column: Column, chosen: string): Record<string, Storage> {
  const others = Object.entries(types).filter(([name]) => name !== column.name);
  return Object.fromEntries(isStorage(chosen) ? [...others, [column.name, chosen]] : others);
}

/** What a choice of three says: yes, no, or found out. */
export function choiceOf(value: boolean | null): string {
  return value === null ? '' : value ? 'yes' : 'no';
}

export function valueOf(choice: string): boolean | null {
  return choice === '' ? null : choice === 'yes';
}
