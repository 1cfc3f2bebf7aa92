import type { SelectHTMLAttributes } from 'react';
import { classNames } from '../lib/class-names';
import styles from './controls.module.css';

export interface Option {
  value: string;
  label: string;
  isDisabled?: boolean;
}

interface SelectProps extends Omit<SelectHTMLAttributes<HTMLSelectElement>, 'onChange'> {
  options: readonly Option[];
  value: string;
  /** The words of the empty choice; without them something is always chosen. */
  placeholder?: string;
  onChange: (value: string) => void;
}

export function Select({ options, value, placeholder, onChange, ...rest }: SelectProps) {
  return (
    <select
      {...rest}
      value={value}
      onChange={(event) => onChange(event.target.value)}
      className={classNames(styles.control, styles.select)}
    >
      {placeholder !== undefined && <option value="">{placeholder}</option>}
      {options.map((option) => (
        <option key={option.value} value={option.value} disabled={option.isDisabled}>
          {option.label}
        </option>
      ))}
    </select>
  );
}
