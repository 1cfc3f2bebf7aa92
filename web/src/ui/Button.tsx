import type { ButtonHTMLAttributes, MouseEvent } from 'react';
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
  className,
  children,
  onClick,
  ...rest
}: ButtonProps) {
  const press = (event: MouseEvent<HTMLButtonElement>) => {
    if (!isBusy) onClick?.(event);
    // Nor is a form sent again, by the button or by Enter in a field.
    else event.preventDefault();
  };
  return (
    <button
      type="button"
      {...rest}
      // Not disabled: who pressed it by key would stand nowhere.
      aria-disabled={isBusy || undefined}
      aria-busy={isBusy || undefined}
      onClick={press}
      className={classNames(styles.button, styles[look], isLarge && styles.large, className)}
    >
      {isBusy ? <span className={styles.spinner} /> : icon !== undefined && <Icon path={icon} size={16} />}
      {children}
    </button>
  );
}
