import type { ScoreInterval, StoredCard } from '../../../../api/astronomy-answers';
import { formatCount } from '../../../../lib/format';
import { intervalText, scoreText } from '../../../../lib/metrics';
import styles from './Result.module.css';

/** How good the stored model is on stars that it has never seen, with intervals. */
export function Card({ card }: { card: StoredCard }) {
  const { planet_auc: auc, planet_recall_at_99_precision: recall, planet_calibration_error: error, macro_f1: f1 } =
    card.scores_on_held_out_stars;
  return (
    <details className={styles.fold}>
      <summary>The card of the stored model</summary>
      <p className={styles.soft}>
        It learned from {card.source}. On {formatCount(card.rows_held_out)} signals of {formatCount(card.stars_held_out)} stars that
        it has never seen, with the bounds within which it lies for 95 of 100 draws of stars:
      </p>
      <ul>
        <li>a planet is ranked above a false positive in {said('auc', auc)} of pairs;</li>
        <li>{said('recall', recall)} of the planets are named where 99 in 100 of those named are planets;</li>
        <li>its probabilities are {said('calibration_error', error)} off on average;</li>
        <li>planets, candidates and false positives are told apart with a mean F1 of {said('f1', f1)}.</li>
      </ul>
    </details>
  );
}

function said(id: string, { value, low, high }: ScoreInterval): string {
  return `${scoreText(id, value)} (${intervalText(id, low, high)})`;
}
