import { formatShare } from '../../../../lib/format';
import { Badge } from '../../../../ui/Badge';
import styles from './explain.module.css';

const NOTHING = 'Nothing here varies from draw to draw.';
const FIRM = 0.9;
const SHAKY = 0.6;
const DRAWS = 'how alike it comes out from other draws of the rows';

interface StabilityProps {
  value: number | null;
  /** What the number counts. */
  words?: string | undefined;
  /** Why there is no number. */
  whyNone?: string | undefined;
}

/** How much of an explanation would come out again from other rows and another chance. */
export function Stability({ value, words = DRAWS, whyNone = NOTHING }: StabilityProps) {
  if (value === null) {
    return <p className={styles.note}>{`No stability. ${whyNone}`}</p>;
  }
  const word = value >= FIRM ? 'firm' : value >= SHAKY ? 'rough' : 'shaky';
  return (
    <p className={styles.stability}>
      <Badge tone={toneOf(value)}>{`Stability ${formatShare(Math.round(value * 100) / 100)}, ${word}`}</Badge>
      <span className={styles.note}>{words}</span>
    </p>
  );
}

function toneOf(value: number): 'good' | 'plain' | 'brass' {
  if (value >= FIRM) return 'good';
  return value >= SHAKY ? 'plain' : 'brass';
}
