import { useState } from 'react';
import { Link } from 'react-router';
import type { SessionResult } from '../../../../api/astronomy-answers';
import { ConfusionMatrix } from '../../../../charts/ConfusionMatrix';
import { formatCount, formatShare } from '../../../../lib/format';
import { Facts } from '../../../../ui/Facts';
import { Panel } from '../../../../ui/Panel';
import { countsOf, judgedOf, PREDICTIONS } from '../../candidates';
import styles from './Result.module.css';
import { Card } from './Card';
import { CandidateDetails } from './CandidateDetails';
import { Candidates } from './Candidates';
import { Plots } from './Plots';
import { Transfer } from './Transfer';

/** What a session found: how good the model is, and what it says of every test row. */
export function Result({ result }: { result: SessionResult }) {
  const [chosen, setChosen] = useState<number | null>(null);
  const { predictions, metrics, model_info: info } = result;
  const counts = countsOf(predictions);
  const card = result.pretrained ?? result.survey;
  const candidate = predictions.find((one) => one.id === chosen) ?? null;
  return (
    <div className={styles.result}>
      <Panel title="Found" aside={`${formatCount(predictions.length)} rows`}>
        <Facts
          isLarge
          facts={[
            ...PREDICTIONS.filter((name) => counts.has(name)).map((name) => ({
              label: name,
              value: formatCount(counts.get(name) ?? 0),
            })),
            { label: 'Accuracy', value: formatShare(metrics.accuracy) },
            { label: 'F1', value: formatShare(metrics.f1_score) },
          ]}
        />
        <p className={styles.soft}>
          {judgedOf(result)} It learned from {formatCount(info.train_size)} rows by {formatCount(info.feature_count)} columns.{' '}
          {info.training_id !== null && <Link to={`/runs/${info.training_id}`}>See its training.</Link>}{' '}
          {info.model_id !== null && <Link to={`/models/${info.model_id}`}>See the model.</Link>}
        </p>
        {info.adjusted.length > 0 && (
          <p className={styles.soft}>
            {info.adjusted.map((one) => `${one.name}: ${String(one.used)} was used instead of ${String(one.given)}.`).join(' ')}
          </p>
        )}
        {result.transfer !== undefined && <Transfer card={result.transfer} />}
        {result.answered < predictions.length && (
          <p className={styles.soft}>
            Nothing is said of {formatCount(predictions.length - result.answered)} rows; each tells why.
          </p>
        )}
        {card !== undefined && <Card card={card} />}
        {info.notes.length > 0 && (
          <details className={styles.fold}>
            <summary>Notes</summary>
            <ul>
              {info.notes.map((note) => (
                <li key={note}>{note}</li>
              ))}
            </ul>
          </details>
        )}
      </Panel>
      <div className={styles.columns}>
        <Candidates candidates={predictions} chosen={chosen} onChoose={setChosen} />
        <div className={styles.side}>
          <CandidateDetails candidate={candidate} mission={result.mission} />
          <Panel title="Taken for what">
            <ConfusionMatrix labels={metrics.class_labels.map(words)} counts={metrics.confusion_matrix} />
          </Panel>
        </div>
      </div>
      <Plots result={result} chosen={chosen} onChoose={setChosen} />
      <p className={styles.soft}>{result.mission.acknowledgement}</p>
    </div>
  );
}

function words(label: string): string {
  return label.replaceAll('_', ' ');
}
