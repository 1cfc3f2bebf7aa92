import { Button } from '../../../../ui/Button';
import { Notice } from '../../../../ui/Notice';
import styles from './Presets.module.css';
import type { Told } from './told';

interface PresetNoticeProps {
  told: Told;
  /** Takes the values that would fit. */
  onFit: () => void;
}

/** What is to be known of the values that were begun from. */
export function PresetNotice({ told, onFit }: PresetNoticeProps) {
  return (
    <div className={styles.told}>
      <Notice tone="accent" title={told.title}>
        <ul>
          {told.lines.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
        {told.offer !== null && <Button onClick={onFit}>Make it fit this table</Button>}
      </Notice>
    </div>
  );
}
