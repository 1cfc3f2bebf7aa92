import type { ReactNode } from 'react';
import styles from './ChoiceCard.module.css';

interface ChoiceCardProps {
  /** The radio group the card belongs to. */
  name: string;
  title: string;
  isChosen: boolean;
  isDisabled?: boolean;
  onChoose: () => void;
  children?: ReactNode;
}

/** One of several things to choose from: a radio button as large as its description. */
export function ChoiceCard({ name, title, isChosen, isDisabled = false, onChoose, children }: ChoiceCardProps) {
  return (
    <label className={styles.card}>
      <input
        type="radio"
        name={name}
        aria-label={title}
        checked={isChosen}
        disabled={isDisabled}
        onChange={onChoose}
        className={styles.input}
      />
      <span className={styles.title}>{title}</span>
      {children}
    </label>
  );
}
