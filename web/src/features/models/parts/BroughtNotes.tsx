import type { BroughtIn } from '../../../api/travel-answers';
import { Notice } from '../../../ui/Notice';

/** What is to be known of a model that was trained elsewhere. */
export function BroughtNotes({ brought }: { brought: BroughtIn }) {
  return (
    <Notice tone="accent" title="Trained elsewhere">
      {['What it learned from is not known here; it says the same as the file it came in.', ...brought.notes].join(' ')}
    </Notice>
  );
}
