import type { Knob } from '../../../api/search-answers';
import { parameterText } from '../../../lib/parameter-text';
import { IconButton } from '../../../ui/IconButton';
import { icons } from '../../../ui/icons';
import { NumberInput } from '../../../ui/NumberInput';
import type { Wish } from '../plan';
import styles from '../SearchPage.module.css';

interface KnobRowProps {
  knob: Knob;
  isWished: boolean;
  /** Null takes back what was wished. */
  onWish: (wish: Wish | null) => void;
  /** Gives it one value for every trial; null where that cannot be chosen. */
  onFix: (() => void) | null;
}

/** One parameter: its range or its choices, each of which can be changed. */
export function KnobRow({ knob, isWished, onWish, onFix }: KnobRowProps) {
  return (
    <div className={styles.knob} role="group" aria-label={knob.name}>
      <span>{knob.name}</span>
      {knob.choices === undefined ? <Bounds knob={knob} onWish={onWish} /> : <Choices knob={knob} onWish={onWish} />}
      <span className={styles.bounds}>
        {isWished && <IconButton label={`Reset ${knob.name}`} icon={icons.reset} onClick={() => onWish(null)} />}
        {onFix !== null && <IconButton label={`Fix ${knob.name}`} icon={icons.pin} onClick={onFix} />}
      </span>
    </div>
  );
}

function Bounds({ knob, onWish }: { knob: Knob; onWish: (wish: Wish) => void }) {
  const wish = (changes: Wish) =>
    onWish({ low: knob.low, high: knob.high, log: knob.log, ...(knob.empty && { empty: true }), ...changes });
  return (
    <span className={styles.bounds}>
      <NumberInput aria-label={`${knob.name}, lowest`} value={knob.low ?? null} onChange={(low) => low !== null && wish({ low })} />
      to
      <NumberInput aria-label={`${knob.name}, highest`} value={knob.high ?? null} onChange={(high) => high !== null && wish({ high })} />
      <label className={styles.choice}>
        <input type="checkbox" checked={knob.log === true} onChange={(event) => wish({ log: event.target.checked })} />
        log scale
      </label>
      {knob.empty && <small className={styles.soft}>or none</small>}
    </span>
  );
}

function Choices({ knob, onWish }: { knob: Knob; onWish: (wish: Wish) => void }) {
  const chosen = knob.choices ?? [];
  return (
    <span className={styles.bounds}>
      {chosen.map((value) => (
        <label key={JSON.stringify(value)} className={styles.choice}>
          <input
            type="checkbox"
            checked
            disabled={chosen.length === 1}
            onChange={() => onWish({ choices: chosen.filter((one) => one !== value) })}
          />
          {parameterText(value)}
        </label>
      ))}
    </span>
  );
}
