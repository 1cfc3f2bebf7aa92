import type { Cell } from './types';

/** In which part of a training a row was. */
export type RowPart = 'training' | 'validation' | 'test';

/** What a model says over two columns, with the rows of a table there. */
export interface PlaneAnswer {
  points: {
    x: number[];
    y: number[];
    true_labels: Cell[];
    predicted_labels: Cell[];
    parts: (RowPart | null)[];
  };
  /** The lowest y first; z is a number, or the place of a class. */
  decision_boundary: {
    x: number[][];
    y: number[][];
    z: (number | null)[][];
    confidence: (number | null)[][] | null;
  };
  accuracy: number | null;
  rmse: number | null;
  r2: number | null;
  task: string;
  target: string | null;
  targets: string[];
  classes: Cell[] | null;
  columns: { x: string; y: string };
  usable: string[];
  held: { name: string; value: Cell }[];
  part: RowPart | 'all';
  parts_known: boolean;
  rows: { total: number; drawn: number; left_out: number };
  notes: string[];
}
