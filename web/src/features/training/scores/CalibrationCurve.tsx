import { useState } from 'react';
import type { CalibrationBin } from '../../../api/scores';
import { SquareChart } from '../../../charts/square/SquareChart';
import { Field } from '../../../ui/Field';
import { Select } from '../../../ui/Select';
import type { RowChoice } from './queries';
import { rowsInBin } from './rows-behind';

interface CalibrationCurveProps {
  /** Of the predicted class (null) first, then of each class. */
  curves: readonly { of: string | null; bins: CalibrationBin[] }[];
  onRows: (choice: RowChoice) => void;
}

/** How often it came true against what was stated, of the predicted class or of one that is chosen. */
export function CalibrationCurve({ curves, onRows }: CalibrationCurveProps) {
  const [place, setPlace] = useState(0);
  const { of, bins } = curves[place] ?? { of: null, bins: [] };
  const isPressed = bins.every(({ from }) => from !== undefined);
  return (
    <>
      {curves.length > 2 && (
        <Field label="Probability of">
          {(control) => (
            <Select
              {...control}
              options={curves.map((curve, at) => ({ value: String(at), label: nameOf(curve.of) }))}
              value={String(place)}
              onChange={(value) => setPlace(Number(value))}
            />
          )}
        </Field>
      )}
      <SquareChart
        reads={`How often ${of === null ? 'the predicted class was right' : `a row was ${of}`} where it was said to be so probable; on the diagonal probabilities can be taken at their word. Upright lines are 95% intervals.`}
        label="How often it came true against the stated probability"
        xLabel="Stated probability"
        yLabel="Came true"
        hasDiagonal
        {...(isPressed && { onChoose: (_: number, at: number) => onRows(rowsInBin(of, bins, at)) })}
        lines={[
          {
            label: nameOf(of),
            x: bins.map(({ stated }) => stated),
            y: bins.map(({ came_true: y }) => y),
            low: bins.map(({ low }) => low),
            high: bins.map(({ high }) => high),
          },
        ]}
      />
    </>
  );
}

function nameOf(of: string | null): string {
  return of ?? 'predicted class';
}
