import type { Counterfactual, RowExplanation } from '../../../../api/explain-answers';
import { formatNumber, formatShare } from '../../../../lib/format';
import { textOf } from './cell-text';
import styles from './explain.module.css';

interface CounterfactualsProps {
  found: RowExplanation['counterfactuals'];
  outputs: readonly string[];
}

/** The smallest changes to values that other rows have, each with how firmly it holds. */
export function Counterfactuals({ found, outputs }: CounterfactualsProps) {
  if (found.why_none !== null) return <p className={styles.note}>{`For ${found.wanted}: ${found.why_none}`}</p>;
  return (
    <>
      <p className={styles.note}>{`The model would say ${found.wanted}, if nothing else were different and`}</p>
      <ul className={styles.reasons}>
        {found.found.map((one) => (
          <li key={JSON.stringify(one.changes)}>
            {one.changes.map(({ name, from, to }) => `${name} were ${textOf(to)} rather than ${textOf(from)}`).join(' and ')}
            {`: ${saidOf(one, outputs)}. `}
            <span className={styles.note}>{`Holds for ${formatShare(one.stability ?? 0)} of rows nearly like that.`}</span>
          </li>
        ))}
      </ul>
    </>
  );
}

function saidOf({ said }: Counterfactual, outputs: readonly string[]): string {
  if (said.length === 1) return `${outputs[0] ?? ''} ${formatNumber(said[0] ?? 0)}`;
  const known = said.map((value) => value ?? 0);
  const place = known.indexOf(Math.max(...known));
  return `${outputs[place] ?? ''}, ${formatShare(known[place] ?? 0)}`;
}
