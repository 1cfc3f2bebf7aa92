import type { TimelineEntry } from '../../api/steering';
import { formatName } from '../../lib/format';
import { isString } from '../../lib/guards';

const PLAIN: Readonly<Record<string, string>> = {
  created: 'asked for it',
  pausing: 'asked it to pause',
  paused: 'paused it',
  resumed: 'had it go on',
  interrupted: 'Its process died; it goes on by itself',
  retried: 'had it tried again',
  completed: 'Completed',
  stopped: 'Stopped',
};

/** What happened to a search, in a sentence without its subject: the page names who did it before. */
export function sentenceOf({ what, details }: TimelineEntry): string {
  switch (what) {
    case 'stopping':
      return details.keeps === 'best' ? 'ended its trials, to keep the best' : 'asked it to stop';
    case 'failed':
      return isString(details.error) ? `Failed: ${details.error}` : 'Failed';
    default:
      return PLAIN[what] ?? formatName(what);
  }
}
