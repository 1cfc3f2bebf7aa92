import type { ReactNode } from 'react';
import { classNames } from '../lib/class-names';
import styles from './Facts.module.css';

export interface Fact {
  label: string;
  value: ReactNode;
}

/** Names and values: side by side in rows, or as large figures. */
export function Facts({ facts, isLarge = false }: { facts: readonly Fact[]; isLarge?: boolean }) {
  return (
    <dl className={classNames(styles.facts, isLarge && styles.large)}>
      {facts.map((fact) => (
        <div key={fact.label} className={styles.fact}>
          <dt>{fact.label}</dt>
          <dd>{fact.value}</dd>
        </div>
      ))}
    </dl>
  );
}
