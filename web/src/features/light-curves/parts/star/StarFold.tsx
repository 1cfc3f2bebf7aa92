import { useQuery } from '@tanstack/react-query';
import type { FoundTransits } from '../../../../api/light-curve-answers';
import { Faces } from '../../../../ui/Faces';
import { foldAt, signalAt } from '../../fold';
import { lightCurveQuery } from '../../queries';
import { FoldedChart } from '../FoldedChart';
import styles from './StarLight.module.css';

/** A star's light folded at the period of a candidate, and whether a search found that period. */
export function StarFold({ curveId, period }: { curveId: string; period: number }) {
  const curve = useQuery(lightCurveQuery(curveId));
  return (
    <Faces of="light curve" query={curve}>
      {({ found }) => found !== null && <Fold found={found} period={period} />}
    </Faces>
  );
}

function Fold({ found, period }: { found: FoundTransits; period: number }) {
  const signal = signalAt(found.signals, period);
  const shown = signal ?? foldAt(found.curve, period);
  if (shown === null) {
    return (
      <p className={styles.soft}>
        {`In the ${found.days.toFixed(0)} days that were watched, dips of every ${period.toFixed(3)} days cannot be laid over each other.`}
      </p>
    );
  }
  return (
    <div className={styles.fold}>
      <FoldedChart signal={shown} />
      <p className={styles.soft}>
        {signal === null
          ? `Folded at ${period.toFixed(4)} days, the period of the table. The search did not find it; the middle is put where the light is lowest, which noise can do as well.`
          : `The search found it by itself: every ${signal.period.toFixed(4)} days, signal to noise ${signal.snr.toFixed(1)}. The table says ${period.toFixed(4)} days.`}
      </p>
    </div>
  );
}
