import { useEffect, useEffectEvent, useRef, type KeyboardEvent } from 'react';
import { Icon } from './Icon';
import { atPoint } from './place-popover';
import styles from './Popover.module.css';

interface MenuItem {
  label: string;
  icon?: string;
  /** The keys that do the same. */
  keys?: string;
  isDisabled?: boolean;
  onChoose: () => void;
}

/** What a menu offers; a line stands between things of different kinds. */
export type MenuEntry = MenuItem | 'line';

export interface OpenMenu {
  label: string;
  place: { x: number; y: number };
  entries: readonly MenuEntry[];
}

/** A menu at a place of the window: arrows move in it, Escape and a press elsewhere close it. */
export function Menu({ menu, onClose }: { menu: OpenMenu; onClose: () => void }) {
  const list = useRef<HTMLDivElement>(null);
  const close = useEffectEvent(onClose);
  const { place } = menu;
  useEffect(() => {
    const at = list.current;
    const before = document.activeElement;
    if (at === null) return;
    at.showPopover();
    Object.assign(at.style, atPoint(place, at.getBoundingClientRect(), window));
    at.querySelector<HTMLElement>('button:enabled')?.focus();
    const pressed = (event: Event) => {
      if (!(event.target instanceof Node && at.contains(event.target))) close();
    };
    const left = () => close();
    window.addEventListener('pointerdown', pressed, true);
    window.addEventListener('resize', left);
    return () => {
      window.removeEventListener('pointerdown', pressed, true);
      window.removeEventListener('resize', left);
      if (before instanceof HTMLElement && at.contains(document.activeElement)) before.focus({ preventScroll: true });
    };
  }, [place]);
  const press = (event: KeyboardEvent<HTMLDivElement>) => {
    if (event.key === 'Escape' || event.key === 'Tab') {
      event.preventDefault();
      onClose();
    } else if (moveFocus(list.current, event.key)) event.preventDefault();
  };
  return (
    <div ref={list} popover="manual" role="menu" tabIndex={-1} aria-label={menu.label} className={styles.menu} onKeyDown={press}>
      {menu.entries.map((entry, at) =>
        entry === 'line' ? (
          <hr key={at} />
        ) : (
          <button
            key={entry.label}
            type="button"
            role="menuitem"
            className={styles.item}
            disabled={entry.isDisabled}
            onClick={() => {
              onClose();
              entry.onChoose();
            }}
          >
            {entry.icon !== undefined && <Icon path={entry.icon} size={15} />}
            <span>{entry.label}</span>
            {entry.keys !== undefined && <kbd className={styles.key}>{entry.keys}</kbd>}
          </button>
        ),
      )}
    </div>
  );
}

function moveFocus(list: HTMLElement | null, key: string): boolean {
  const buttons = [...(list?.querySelectorAll<HTMLElement>('button:enabled') ?? [])];
  const at = buttons.findIndex((button) => button === document.activeElement);
  const aim = { ArrowDown: at + 1, ArrowUp: at - 1 + buttons.length, Home: 0, End: buttons.length - 1 }[key];
  if (aim === undefined) return false;
  buttons[aim % buttons.length]?.focus();
  return true;
}
