import type { ReactNode } from 'react';
import { classNames } from '../lib/class-names';
import styles from './Facts.module.css';

export interface Fact {
  label: string;
  value: ReactNode;
}

// A longer text is a sentence: it stands below its name and begins where all text does.
const LONGEST_VALUE = 60;

/** Names and values: side by side in rows, or as large figures. */
export function Facts({ facts, isLarge = false }: { facts: readonly Fact[]; isLarge?: boolean }) {
  return (
    <dl className={classNames(styles.facts, isLarge && styles.large)}>
      {facts.map((fact) => (
        <div key={fact.label} className={classNames(styles.fact, isSentence(fact.value) && styles.sentence)}>
          <dt>{fact.label}</dt>
          <dd>{fact.value}</dd>
        </div>
      ))}
    </dl>
  );
}

function isSentence(value: ReactNode): boolean {
  return typeof value === 'string' && value.length > LONGEST_VALUE;
}
