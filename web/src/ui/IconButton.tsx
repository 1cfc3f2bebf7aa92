import type { ButtonHTMLAttributes } from 'react';
import { classNames } from '../lib/class-names';
import { Icon } from './Icon';
import styles from './IconButton.module.css';

interface IconButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  /** The words for those who do not see the drawing; also shown on hover. */
  label: string;
  icon: string;
}

export function IconButton({ label, icon, className, ...rest }: IconButtonProps) {
  return (
    <button
      type="button"
      title={label}
      {...rest}
      aria-label={label}
      className={classNames(styles.button, className)}
    >
      <Icon path={icon} size={16} />
    </button>
  );
}
