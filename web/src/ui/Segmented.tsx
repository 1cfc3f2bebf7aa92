import { useId } from 'react';
import type { Option } from './Select';
import styles from './Segmented.module.css';

interface SegmentedProps {
  /** Where a click on the group's own label goes: the chosen option. */
  id?: string;
  label: string;
  options: readonly Option[];
  value: string;
  onChange: (value: string) => void;
}

/** A few choices side by side: radio buttons that look like one control. */
export function Segmented({ id, label, options, value, onChange }: SegmentedProps) {
  const name = useId();
  return (
    <div role="radiogroup" aria-label={label} className={styles.group}>
      {options.map((option) => (
        <label key={option.value} className={styles.option}>
          <input
            type="radio"
            id={option.value === value ? id : undefined}
            aria-label={option.label}
            name={name}
            value={option.value}
            checked={option.value === value}
            disabled={option.isDisabled}
            onChange={() => onChange(option.value)}
            className={styles.input}
          />
          <span>{option.label}</span>
        </label>
      ))}
    </div>
  );
}
