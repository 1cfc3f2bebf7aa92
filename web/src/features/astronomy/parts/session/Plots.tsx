import { useMemo } from 'react';
import type { SessionResult } from '../../../../api/astronomy-answers';
import { countFar } from '../../../../charts/scatter/view';
import { Scatter } from '../../../../charts/Scatter';
import type { ScatterAxes } from '../../../../charts/scatter/axes';
import { formatCountOf } from '../../../../lib/format';
import { Panel } from '../../../../ui/Panel';
import { colouringOf, points } from '../../candidates';
import styles from './Result.module.css';

interface PlotsProps {
  result: SessionResult;
  chosen: number | null;
  onChoose: (id: number | null) => void;
}

/** Where the candidates stand on the sky, and how large and how quick they are. */
export function Plots(props: PlotsProps) {
  const { axes } = props.result.mission;
  return (
    <div className={styles.plots}>
      <Plot
        {...props}
        title="Sky"
        across={axes.right_ascension}
        upwards={axes.declination}
      />
      <Plot
        {...props}
        title="Period and radius"
        across={axes.period}
        upwards={axes.radius}
        isLogarithmic
      />
    </div>
  );
}

interface PlotProps extends PlotsProps {
  title: string;
  across: string;
  upwards: string;
  isLogarithmic?: boolean;
}

function Plot({ result, chosen, onChoose, title, across, upwards, isLogarithmic = false }: PlotProps) {
  const { predictions, mission } = result;
  const drawn = useMemo(() => {
    const { candidates, x, y } = points(predictions, across, upwards, isLogarithmic);
    const axis = (column: string) => ({ label: labelOf(mission.words, column), isLogarithmic });
    const axes: ScatterAxes = { x: axis(across), y: axis(upwards) };
    return { candidates, x, y, axes, far: countFar({ x, y }), colouring: colouringOf(candidates) };
  }, [predictions, mission, across, upwards, isLogarithmic]);
  const { candidates, x, y, axes, far, colouring } = drawn;
  const place = candidates.findIndex((one) => one.id === chosen);
  return (
    <Panel title={title} aside={`${candidates.length} of ${predictions.length}`}>
      {candidates.length === 0 ? (
        <p className={styles.soft}>The rows say nothing of this.</p>
      ) : (
        <>
          <Scatter
            label={`${title} of ${candidates.length} rows`}
            x={x}
            y={y}
            axes={axes}
            isCentral
            colouring={colouring}
            chosen={place === -1 ? null : place}
            onChoose={(at) => onChoose(at === null ? null : (candidates[at]?.id ?? null))}
          />
          {far > 0 && (
            <p className={styles.soft}>
              {formatCountOf(far, 'row')} far from all others {far === 1 ? 'lies' : 'lie'} outside; − looks from further
              away.
            </p>
          )}
        </>
      )}
    </Panel>
  );
}

function labelOf(words: SessionResult['mission']['words'], column: string): string {
  const { name, unit } = words[column] ?? { name: column, unit: '' };
  return unit === '' ? name : `${name} in ${unit}`;
}
