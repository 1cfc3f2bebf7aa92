import { Link } from 'react-router';
import type { Relative, RunLineage as Lineage } from '../../../api/steering';
import { formatCount } from '../../../lib/format';
import { parameterInWords, valueInWords } from '../../../lib/parameter-words';
import type { Field } from '../../../lib/schema/fields';
import { Notice } from '../../../ui/Notice';
import { MOST_COMPARED } from '../compare/names';

interface RunLineageProps {
  id: string;
  lineage: Lineage;
  /** The parameters of the algorithm, which all of them share. */
  fields: readonly Field[];
  unit: string;
}

/** Which run this one went on from, and which went on from it. */
export function RunLineage({ id, lineage, fields, unit }: RunLineageProps) {
  const { parent, children } = lineage;
  if (parent === null && children.length === 0) return null;
  const relatives = [parent, ...children].filter((run) => run !== null).filter(({ name }) => name !== null);
  const family = [id, ...relatives.map((run) => run.session_id)].slice(0, MOST_COMPARED);
  return (
    <Notice tone="accent">
      {parent !== null && (
        <p>
          {parent.how === 'continue' ? 'Continues ' : 'Branched from '}
          <RunLink run={parent} />
          {` at ${unit} ${formatCount(parent.step)}`}
          {changesIn(parent, fields)}
          {parent.note === null ? '.' : `. ${parent.note}`}
        </p>
      )}
      {children.map((child) => (
        <p key={child.session_id}>
          {child.how === 'continue' ? 'Continued by ' : `Branched at ${unit} ${formatCount(child.step)} into `}
          <RunLink run={child} />
          {changesIn(child, fields)}.
        </p>
      ))}
      {family.length > 1 && (
        <p>
          <Link to={`/runs/compare?ids=${family.join(',')}`}>Compare their curves</Link>
        </p>
      )}
    </Notice>
  );
}

function RunLink({ run }: { run: Relative }) {
  return <Link to={`/runs/${run.session_id}`}>{run.name ?? 'a run that is gone'}</Link>;
}

function changesIn({ changes }: Relative, fields: readonly Field[]): string {
  const told = Object.entries(changes).map(
    ([name, { from, to }]) => `${parameterInWords(name, fields)} ${valueInWords(name, from, fields)} → ${valueInWords(name, to, fields)}`,
  );
  return told.length === 0 ? '' : ` with ${told.join(', ')}`;
}
