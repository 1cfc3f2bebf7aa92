import { useCallback, useId, useRef, useState, type ReactNode, type ToggleEvent } from 'react';
import { Button, type ButtonLook } from './Button';
import { besideButton } from './place-popover';
import { PopoverContext } from './popover-context';
import styles from './Popover.module.css';

interface PopoverProps {
  /** The button's words, and the name of what it opens. */
  label: string;
  icon?: string;
  look?: ButtonLook;
  isDisabled?: boolean;
  /** Drawn behind the words: a count, a mark. */
  badge?: ReactNode;
  children: ReactNode;
}

/** A button that opens a small sheet beside it; Escape or a click elsewhere closes it. */
export function Popover({ label, icon, look = 'secondary', isDisabled = false, badge, children }: PopoverProps) {
  const id = useId();
  const sheet = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLSpanElement>(null);
  const [isOpen, setIsOpen] = useState(false);
  const close = useCallback(() => sheet.current?.hidePopover(), []);
  const place = (event: ToggleEvent<HTMLDivElement>) => {
    setIsOpen(event.newState === 'open');
    if (event.newState !== 'open' || button.current === null) return;
    Object.assign(event.currentTarget.style, besideButton(button.current.getBoundingClientRect(), window));
  };
  const enter = (event: ToggleEvent<HTMLDivElement>) => {
    if (event.newState !== 'open') return;
    event.currentTarget.querySelector<HTMLElement>('input, select, button, a[href]')?.focus();
  };
  return (
    <span ref={button} className={styles.anchor}>
      <Button icon={icon} look={look} disabled={isDisabled} popoverTarget={id} aria-expanded={isOpen} aria-haspopup="dialog">
        {label}
        {badge}
      </Button>
      <div
        ref={sheet}
        id={id}
        popover="auto"
        role="dialog"
        aria-label={label}
        className={styles.sheet}
        onBeforeToggle={place}
        onToggle={enter}
      >
        {isOpen && <PopoverContext value={close}>{children}</PopoverContext>}
      </div>
    </span>
  );
}
