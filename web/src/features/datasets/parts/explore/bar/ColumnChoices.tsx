import type { Column } from '../../../../../api/types';
import { IconButton } from '../../../../../ui/IconButton';
import { icons } from '../../../../../ui/icons';
import { TypeBadge } from '../../../../../ui/TypeBadge';
import { moved, pinToggled, toggled } from '../look/columns';
import type { Look } from '../look/look';
import type { ChangeLook } from '../look/use-look';
import { useWindowed } from '../use-windowed';
import styles from './ViewBar.module.css';

interface ColumnChoicesProps {
  names: readonly string[];
  isShown: ReadonlySet<string>;
  schema: readonly Column[];
  look: Look;
  change: ChangeLook;
}

const LINE_PX = 32;

/** The columns as a list of any length, each to be shown, pinned and moved. */
export function ColumnChoices({ names, isShown, schema, look, change }: ColumnChoicesProps) {
  const { box, first, end } = useWindowed<HTMLDivElement>(names.length, LINE_PX);
  const all = schema.map(({ name }) => name);
  const types = new Map(schema.map(({ name, type }) => [name, type]));
  return (
    <div ref={box} className={styles.list}>
      <div style={{ height: names.length * LINE_PX }} />
      {names.slice(first, end).map((name, at) => (
        <div key={name} className={styles.listed} style={{ transform: `translateY(${(first + at) * LINE_PX}px)` }}>
          <label title={name}>
            <input
              type="checkbox"
              checked={isShown.has(name)}
              onChange={() => change(toggled(look, name, all), { isSmallStep: true })}
            />
            <span>{name}</span>
          </label>
          <TypeBadge type={types.get(name) ?? 'unknown'} />
          {isShown.has(name) && (
            <>
              <IconButton
                label={`Move ${name} up`}
                icon={icons.up}
                onClick={() => change(moved(look, name, -1, all), { isSmallStep: true })}
              />
              <IconButton
                label={`Move ${name} down`}
                icon={icons.down}
                onClick={() => change(moved(look, name, 1, all), { isSmallStep: true })}
              />
              <IconButton
                label={look.pinned.includes(name) ? `Unpin ${name}` : `Pin ${name} at the left`}
                aria-pressed={look.pinned.includes(name)}
                icon={icons.pin}
                onClick={() => change(pinToggled(look, name), { isSmallStep: true })}
              />
            </>
          )}
        </div>
      ))}
    </div>
  );
}
