import type { TextareaHTMLAttributes } from 'react';
import { classNames } from '../lib/class-names';
import styles from './controls.module.css';

/** A text of several lines. */
export function TextArea({ className, ...rest }: TextareaHTMLAttributes<HTMLTextAreaElement>) {
  return <textarea rows={3} {...rest} className={classNames(styles.control, styles.area, className)} />;
}
