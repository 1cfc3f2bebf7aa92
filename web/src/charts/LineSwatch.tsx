import { lineColor, lineDash } from './palette';
import styles from './square/square.module.css';

/** What the n-th line looks like, beside its name. */
export function LineSwatch({ place }: { place: number }) {
  return (
    <svg className={styles.swatch} viewBox="0 0 24 4" preserveAspectRatio="none" aria-hidden="true">
      <line x1="0" x2="24" y1="2" y2="2" strokeWidth="4" strokeDasharray={lineDash(place)} style={{ stroke: lineColor(place) }} />
    </svg>
  );
}
