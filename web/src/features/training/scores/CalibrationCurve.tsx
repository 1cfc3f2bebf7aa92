import { useState } from 'react';
import type { CalibrationBin } from '../../../api/scores';
import { SquareChart } from '../../../charts/SquareChart';
import { formatShare } from '../../../lib/format';
import { Field } from '../../../ui/Field';
import { Select } from '../../../ui/Select';
import type { RowChoice } from './queries';

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
        reads={`How often ${of === null ? 'the predicted class was right' : `a row was ${of}`} where it was said to be so probable; on the diagonal probabilities can be taken at their word. Upright lines are 95% intervals.${isPressed ? ' Press a point to see its rows.' : ''}`}
        label="How often it came true against the stated probability"
        xLabel="Stated probability"
        yLabel="Came true"
        hasDiagonal
        {...(isPressed && { onChoose: (_: number, at: number) => onRows(choiceOf(of, bins, at)) })}
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

/** A bin ends where the next begins. */
function choiceOf(of: string | null, bins: readonly CalibrationBin[], at: number): RowChoice {
  const bin = bins[at];
  const below = bins[at + 1]?.from;
  return {
    title: `Test rows where ${of ?? 'the predicted class'} was said to be about ${formatShare(bin?.stated ?? 0)} probable`,
    rows: {
      ...(of !== null && { of }),
      ...(bin?.from !== undefined && { at_least: bin.from }),
      ...(below !== undefined && { below }),
    },
  };
}
