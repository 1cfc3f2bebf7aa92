import type { InputHTMLAttributes } from 'react';
import styles from './controls.module.css';

interface SliderProps extends Omit<InputHTMLAttributes<HTMLInputElement>, 'onChange' | 'value'> {
  value: number;
  onChange: (value: number) => void;
}

export function Slider({ value, onChange, ...rest }: SliderProps) {
  return (
    <input
      type="range"
      {...rest}
      value={value}
      onChange={(event) => onChange(event.target.valueAsNumber)}
      className={styles.slider}
    />
  );
}
