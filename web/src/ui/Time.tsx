import { formatAgo, formatTime } from '../lib/format';
import { useNow } from '../lib/use-now';

/** When something happened: how long ago in the text, the exact time on hover. */
export function Time({ time }: { time: string }) {
  const now = useNow(30_000);
  return (
    <time dateTime={time} title={formatTime(time)}>
      {formatAgo(time, now)}
    </time>
  );
}
