import { useLayoutEffect, useRef } from 'react';
import type { LogLine } from '../../../api/types';
import { ScrollBox } from '../../../lib/ScrollBox';
import styles from './LogLines.module.css';

const CLOSE_TO_END = 40;

/** Log lines in a box that follows the newest, unless someone scrolled up to read. */
export function LogLines({ lines }: { lines: readonly LogLine[] }) {
  const box = useRef<HTMLDivElement>(null);
  const isFollowing = useRef(true);
  useLayoutEffect(() => {
    if (isFollowing.current && box.current !== null) box.current.scrollTop = box.current.scrollHeight;
  }, [lines]);
  return (
    <ScrollBox
      ref={box}
      label="Log lines"
      role="log"
      className={styles.box}
      onScroll={({ currentTarget: at }) => {
        isFollowing.current = at.scrollHeight - at.scrollTop - at.clientHeight < CLOSE_TO_END;
      }}
    >
      {lines.map((line, number) => (
        <div key={number} className={styles.line} data-level={line.level}>
          <time dateTime={line.time}>{new Date(line.time).toLocaleTimeString('en-GB')}</time>
          <span className={styles.level}>{line.level}</span>
          <span>{line.text}</span>
        </div>
      ))}
    </ScrollBox>
  );
}
