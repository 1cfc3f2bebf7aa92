import type { SessionResult } from '../../../../api/astronomy-answers';
import { Scatter } from '../../../../charts/Scatter';
import { colourBy } from '../../../../charts/scatter/colours';
import { Panel } from '../../../../ui/Panel';
import { points } from '../../candidates';
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
        words="Right ascension to the right, declination upwards, in degrees."
      />
      <Plot
        {...props}
        title="Period and radius"
        across={axes.period}
        upwards={axes.radius}
        isLogarithmic
        words="Orbital period to the right, planet radius upwards, both on a logarithmic scale."
      />
    </div>
  );
}

interface PlotProps extends PlotsProps {
  title: string;
  across: string;
  upwards: string;
  words: string;
  isLogarithmic?: boolean;
}

function Plot({ result, chosen, onChoose, title, across, upwards, words, isLogarithmic = false }: PlotProps) {
  const { candidates, x, y } = points(result.predictions, across, upwards, isLogarithmic);
  const place = candidates.findIndex((one) => one.id === chosen);
  return (
    <Panel title={title} aside={`${candidates.length} of ${result.predictions.length}`}>
      {candidates.length === 0 ? (
        <p className={styles.soft}>The rows say nothing of this.</p>
      ) : (
        <>
          <Scatter
            label={`${title} of ${candidates.length} rows`}
            x={x}
            y={y}
            colouring={colourBy(
              'Prediction',
              candidates.map((one) => one.prediction),
              false,
            )}
            chosen={place === -1 ? null : place}
            onChoose={(at) => onChoose(at === null ? null : (candidates[at]?.id ?? null))}
          />
          <p className={styles.soft}>{words}</p>
        </>
      )}
    </Panel>
  );
}
