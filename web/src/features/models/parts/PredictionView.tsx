import type { Prediction } from '../../../api/answers';
import { formatNumber, formatShare } from '../../../lib/format';
import { Notice } from '../../../ui/Notice';
import { ProgressBar } from '../../../ui/ProgressBar';
import { DescribedRow } from './DescribedRow';
import styles from './PredictPanel.module.css';

const SHOWN = 8;

interface PredictionViewProps {
  target: string;
  prediction: Prediction;
}

/** What the model says, and how sure it is of each class. */
export function PredictionView({ target, prediction }: PredictionViewProps) {
  const { prediction: value, probabilities, described, targets } = prediction;
  if (described !== undefined) return <DescribedRow described={described} />;
  if (targets !== undefined) {
    return Object.entries(targets).map(([name, said]) => <PredictionView key={name} target={name} prediction={said} />);
  }
  const ranked = Object.entries(probabilities ?? {}).sort((one, other) => other[1] - one[1]);
  return (
    <div className={styles.outcome}>
      <p className={styles.said}>
        <code>{target}</code> is <strong>{typeof value === 'number' ? formatNumber(value) : String(value)}</strong>
      </p>
      {prediction.unsupported !== undefined && <Notice tone="bad" title="Unsupported">{prediction.unsupported}</Notice>}
      <Reach prediction={prediction} />
      {ranked.length > 0 && (
        <ul className={styles.bars} aria-label="Probability of each class">
          {ranked.slice(0, SHOWN).map(([name, share]) => (
            <li key={name} className={styles.bar}>
              <span title={name}>{name}</span>
              <ProgressBar label={`Probability of ${name}`} share={share} />
              <span>{formatShare(Math.round(share * 1000) / 1000)}</span>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

/** How far the prediction reaches. */
function Reach({ prediction: { interval, set } }: { prediction: Prediction }) {
  if (interval !== undefined) {
    return (
      <p>
        {`Between ${formatNumber(interval.low)} and ${formatNumber(interval.high)} in ${formatShare(interval.level)} of such cases.`}
      </p>
    );
  }
  if (set === undefined) return null;
  return <p>{`${set.classes.map(String).join(' or ')} in ${formatShare(set.level)} of such cases.`}</p>;
}
