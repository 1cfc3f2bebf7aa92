import { formatShare } from '../lib/format';
import styles from './ShareStrip.module.css';

interface ShareStripProps {
  label: string;
  /** The largest parts of the whole, each a share of it. */
  parts: readonly { name: string; share: number }[];
}

/** The parts of a whole on one line, the largest first; what is left over stays grey. */
export function ShareStrip({ label, parts }: ShareStripProps) {
  return (
    <div className={styles.strip} role="img" aria-label={label}>
      {parts.map(({ name, share }, at) => (
        <span
          key={name}
          title={`${name}: ${formatShare(share)}`}
          style={{ width: `${100 * share}%`, opacity: 1 - 0.8 * (at / Math.max(1, parts.length)) }}
        />
      ))}
    </div>
  );
}
