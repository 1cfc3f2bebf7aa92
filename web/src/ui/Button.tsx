import type { ButtonHTMLAttributes } from 'react';
import { classNames } from '../lib/class-names';
import styles from './Button.module.css';
import { Icon } from './Icon';

export type ButtonLook = 'primary' | 'secondary' | 'quiet' | 'danger';

interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  look?: ButtonLook;
  icon?: string;
  /** Work begun by this button is under way: it says so and cannot be pressed again. */
  isBusy?: boolean;
  isLarge?: boolean;
}

export function Button({
  look = 'secondary',
  icon,
  isBusy = false,
  isLarge = false,
  disabled,
  className,
  children,
  ...rest
}: ButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      disabled={disabled === true || isBusy}
      aria-busy={isBusy || undefined}
      className={classNames(styles.button, styles[look], isLarge && styles.large, className)}
    >
      {isBusy ? <span className={styles.spinner} /> : icon !== undefined && <Icon path={icon} size={16} />}
      {children}
    </button>
  );
}
