import type { InputHTMLAttributes } from 'react';
import { classNames } from '../lib/class-names';
import styles from './controls.module.css';

export function TextInput({ className, ...rest }: InputHTMLAttributes<HTMLInputElement>) {
  return <input type="text" {...rest} className={classNames(styles.control, className)} />;
}
