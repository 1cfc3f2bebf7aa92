import type { InputHTMLAttributes } from 'react';
import styles from './controls.module.css';

interface ToggleProps extends Omit<InputHTMLAttributes<HTMLInputElement>, 'onChange' | 'checked'> {
  isOn: boolean;
  onChange: (isOn: boolean) => void;
}

export function Toggle({ isOn, onChange, ...rest }: ToggleProps) {
  return (
    <input
      type="checkbox"
      role="switch"
      {...rest}
      checked={isOn}
      onChange={(event) => onChange(event.target.checked)}
      className={styles.toggle}
    />
  );
}
