import styles from './Logo.module.css';

/** The sphere of rings. */
export function Logo() {
  return (
    <svg className={styles.logo} viewBox="0 0 32 32" aria-hidden="true">
      <g className={styles.rings}>
        <circle cx="16" cy="16" r="13" />
        <ellipse cx="16" cy="16" rx="13" ry="4.6" transform="rotate(-24 16 16)" />
        <ellipse cx="16" cy="16" rx="4.6" ry="13" transform="rotate(-24 16 16)" />
      </g>
      <circle cx="16" cy="16" r="2.4" className={styles.core} />
    </svg>
  );
}
