import type { HTMLAttributes, Ref } from 'react';

interface ScrollBoxProps extends HTMLAttributes<HTMLElement> {
  /** What is in it, for those who do not see it. */
  label: string;
  /** Text whose spaces and lines count. */
  isPlainText?: boolean;
  ref?: Ref<HTMLDivElement>;
}

/** A box that is smaller than what is in it: Tab reaches it, and the arrow keys scroll it. */
export function ScrollBox({ label, isPlainText = false, role = 'region', ref, children, ...rest }: ScrollBoxProps) {
  const all = { role, 'aria-label': label, tabIndex: 0, ...rest };
  if (isPlainText) return <pre {...all}>{children}</pre>;
  return (
    <div ref={ref} {...all}>
      {children}
    </div>
  );
}
