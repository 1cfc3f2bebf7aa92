import { Link } from 'react-router';
import type { Relative, RunLineage as Lineage } from '../../../api/steering';
import { formatCount, formatName } from '../../../lib/format';
import { parameterText } from '../../../lib/parameter-text';
import { Notice } from '../../../ui/Notice';

/** Which run this one went on from, and which went on from it. */
export function RunLineage({ lineage }: { lineage: Lineage }) {
  const { parent, children } = lineage;
  if (parent === null && children.length === 0) return null;
  return (
    <Notice tone="accent">
      {parent !== null && (
        <p>
          {parent.how === 'continue' ? 'Continues ' : 'Branched from '}
          <RunLink run={parent} />
          {` at step ${formatCount(parent.step)}`}
          {changesIn(parent)}
          {parent.note === null ? '.' : `. ${parent.note}`}
        </p>
      )}
      {children.map((child) => (
        <p key={child.session_id}>
          {child.how === 'continue' ? 'Continued by ' : `Branched at step ${formatCount(child.step)} into `}
          <RunLink run={child} />
          {changesIn(child)}.
        </p>
      ))}
    </Notice>
  );
}

function RunLink({ run }: { run: Relative }) {
  return <Link to={`/runs/${run.session_id}`}>{run.name ?? 'a run that is gone'}</Link>;
}

function changesIn({ changes }: Relative): string {
  const told = Object.entries(changes).map(
    ([name, { from, to }]) => `${formatName(name).toLowerCase()} ${parameterText(from)} → ${parameterText(to)}`,
  );
  return told.length === 0 ? '' : ` with ${told.join(', ')}`;
}
