import styles from './explain.module.css';

interface FixedColumnsProps {
  names: readonly string[];
  fixed: readonly string[];
  onChange: (fixed: string[]) => void;
}

const SHOWN = 100;

/** The columns that no change may touch, since nobody can change them. */
export function FixedColumns({ names, fixed, onChange }: FixedColumnsProps) {
  const toggle = (name: string) =>
    onChange(fixed.includes(name) ? fixed.filter((one) => one !== name) : [...fixed, name]);
  return (
    <details className={styles.more}>
      <summary>{fixed.length === 0 ? 'Every column may change' : `Fixed: ${fixed.join(', ')}`}</summary>
      <ul className={styles.checks} aria-label="Columns that must stay as they are">
        {names.slice(0, SHOWN).map((name) => (
          <li key={name}>
            <label className={styles.check}>
              <input type="checkbox" checked={fixed.includes(name)} onChange={() => toggle(name)} />
              <span>{name}</span>
            </label>
          </li>
        ))}
      </ul>
    </details>
  );
}
