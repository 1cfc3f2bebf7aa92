import styles from './explain.module.css';

/** Which columns say nearly the same, so that what one of them gets belongs to all; nothing where none do. */
export function SharedCredit({ groups }: { groups: readonly string[][] | undefined }) {
  if (groups === undefined || groups.length === 0) return null;
  const named = groups.map((names) => names.join(' and '));
  return (
    <p className={styles.note}>
      {`Columns that say nearly the same share the credit, and which of them gets how much is chance: ${named.join('; ')}.`}
    </p>
  );
}
