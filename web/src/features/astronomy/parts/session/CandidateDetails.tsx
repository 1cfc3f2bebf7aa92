import { Suspense, useEffect, useRef } from 'react';
import type { Candidate, Likeness, SessionResult } from '../../../../api/astronomy-answers';
import { IntervalBar } from '../../../../charts/IntervalBar';
import { formatNumber, formatShare } from '../../../../lib/format';
import { isNumber } from '../../../../lib/guards';
import { useOffer } from '../../../../lib/offers';
import { Facts } from '../../../../ui/Facts';
import { Panel } from '../../../../ui/Panel';
import { nameOf } from '../../candidates';
import styles from './Result.module.css';

interface CandidateDetailsProps {
  candidate: Candidate | null;
  mission: SessionResult['mission'];
}

/** One row: what the model says, why, and how often it was right on stars like this one. */
export function CandidateDetails({ candidate, mission }: CandidateDetailsProps) {
  const box = useRef<HTMLDivElement>(null);
  const drawStarLight = useOffer('drawStarLight');
  const id = candidate?.id;
  useEffect(() => {
    // On a narrow screen it stands below the list.
    if (id !== undefined) box.current?.scrollIntoView({ block: 'nearest' });
  }, [id]);
  if (candidate === null) {
    return (
      <Panel title="Why">
        <p className={styles.soft}>Choose a row, or a point below, to see why the model says what it says.</p>
      </Panel>
    );
  }
  const period = candidate.features[mission.axes.period];
  const measured = Object.entries(candidate.features).filter(([name]) => mission.words[name] !== undefined);
  return (
    <Panel title={nameOf(candidate)} aside={`${candidate.prediction}, ${formatShare(candidate.confidence)}`}>
      <div ref={box} className={styles.details}>
        {candidate.reasons.length === 0 ? (
          <p className={styles.soft}>No single column decides; all together do.</p>
        ) : (
          <ul className={styles.reasons}>
            {candidate.reasons.map((reason) => (
              <li key={reason}>{reason}</li>
            ))}
          </ul>
        )}
        {candidate.like_this !== null && <Reliability likeness={candidate.like_this} />}
        {candidate.stars !== undefined && candidate.stars.length > 0 && (
          <Suspense>
            {drawStarLight({ stars: candidate.stars, period: isNumber(period) && period > 0 ? period : null })}
          </Suspense>
        )}
        <details className={styles.fold}>
          <summary>What was measured</summary>
          <Facts
            facts={measured.map(([name, value]) => ({
              label: mission.words[name]?.name ?? name,
              value: isNumber(value) ? `${formatNumber(value)} ${mission.words[name]?.unit ?? ''}` : '–',
            }))}
          />
        </details>
      </div>
    </Panel>
  );
}

function Reliability({ likeness }: { likeness: Likeness }) {
  const { rows, right, low, high } = likeness;
  const words = `Right on ${right} of the ${rows} test rows of the most similar stars (${formatShare(low)} to ${formatShare(high)} with 95 % confidence)`;
  return (
    <div className={styles.likeness}>
      <strong>On stars like this one</strong>
      <IntervalBar label={words} low={low} high={high} value={right / rows} mark={null} />
      <p className={styles.soft}>{words}.</p>
    </div>
  );
}
