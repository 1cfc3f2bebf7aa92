import { createContext, useContext } from 'react';

/** A column that a form may name, with what it holds: number, text, truth or date. */
export interface ColumnChoice {
  name: string;
  holds: string;
}

/** A function that an expression may call. */
export interface FunctionChoice {
  name: string;
  signature: string;
  description: string;
}

/** What forms offer to choose from; who draws a form knows it. */
export interface FormChoices {
  columns: readonly ColumnChoice[];
  datasets: readonly { id: string; name: string }[];
  functions: readonly FunctionChoice[];
  /** Which characters of a field are wrong, by the field's name. */
  wrongParts: Readonly<Record<string, { start: number; end: number }>>;
}

const NOTHING: FormChoices = { columns: [], datasets: [], functions: [], wrongParts: {} };

export const FormChoicesContext = createContext<FormChoices>(NOTHING);

export function useFormChoices(): FormChoices {
  return useContext(FormChoicesContext);
}

/** The columns that hold one of these, or all where nothing is said. */
export function fittingColumns(columns: readonly ColumnChoice[], holds: readonly string[]): readonly ColumnChoice[] {
  return holds.length === 0 ? columns : columns.filter((column) => holds.includes(column.holds));
}
