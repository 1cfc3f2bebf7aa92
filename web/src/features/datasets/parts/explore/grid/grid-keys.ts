import { alone, movedBy, type Bounds, type Selection } from './selection';

type Act = { kind: 'select'; selection: Selection } | { kind: 'copy' | 'open' | 'close' | 'menu' };

interface Key {
  key: string;
  shiftKey: boolean;
  ctrlKey: boolean;
  metaKey: boolean;
}

/** What a key asks of the grid; null for keys that mean nothing here. */
export function actOf(pressed: Key, selection: Selection | null, bounds: Bounds): Act | null {
  const { rows, columns } = bounds;
  if (rows.end <= rows.first || columns === 0) return null;
  const first = { row: rows.first, column: 0 };
  const isControl = pressed.ctrlKey || pressed.metaKey;
  if (isControl && pressed.key === 'a') {
    return { kind: 'select', selection: { anchor: { row: rows.end - 1, column: columns - 1 }, active: first } };
  }
  if ((pressed.key === 'F10' && pressed.shiftKey) || pressed.key === 'ContextMenu') return { kind: 'menu' };
  if (selection === null) return movedBy(alone(first), pressed, bounds) && { kind: 'select', selection: alone(first) };
  if (isControl && pressed.key === 'c') return { kind: 'copy' };
  if (pressed.key === 'Enter') return { kind: 'open' };
  if (pressed.key === 'Escape') return { kind: 'close' };
  const moved = movedBy(selection, pressed, bounds);
  return moved && { kind: 'select', selection: moved };
}
