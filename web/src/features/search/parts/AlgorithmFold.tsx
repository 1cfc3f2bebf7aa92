import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { algorithmQuery, algorithmsQuery } from '../../../api/queries';
import type { AlgorithmSpace } from '../../../api/search-answers';
import { formatCountOf } from '../../../lib/format';
import { fieldsOf, type Field, type FieldValue } from '../../../lib/schema/fields';
import type { Wish } from '../plan';
import styles from '../SearchPage.module.css';
import { FixedRows } from './FixedRows';
import { KnobRow } from './KnobRow';

interface AlgorithmFoldProps {
  task: string | null;
  space: AlgorithmSpace;
  wishes: Readonly<Record<string, Wish>>;
  /** Null takes back what was wished. */
  onWish: (name: string, wish: Wish | null) => void;
  isOpen?: boolean;
  children?: ReactNode;
}

/** What is turned of one algorithm, and what is the same in every trial. */
export function AlgorithmFold({ task, space, wishes, onWish, isOpen, children }: AlgorithmFoldProps) {
  const algorithms = useQuery(algorithmsQuery()).data?.algorithms ?? [];
  const id = space.algorithm_id;
  const schema = useQuery(algorithmQuery(id)).data?.schema;
  const fields = fieldsOf(schema).filter(({ tasks }) => tasks.length === 0 || (task !== null && tasks.includes(task)));
  return (
    <details className={styles.fold} open={isOpen}>
      <summary>
        {algorithms.find((one) => one.id === id)?.name ?? id} <span>{formatCountOf(space.knobs.length, 'knob')} turned</span>
      </summary>
      {children}
      {space.knobs.map((knob) => (
        <KnobRow
          key={knob.name}
          knob={knob}
          isWished={knob.name in wishes}
          onWish={(wish) => onWish(knob.name, wish)}
          onFix={fixing(fields, knob.name, (value) => onWish(knob.name, { fixed: value }))}
        />
      ))}
      <FixedRows space={space} fields={fields} wishes={wishes} onWish={onWish} />
    </details>
  );
}

/** What fixes a parameter at the value it usually has; null where its form is not known. */
function fixing(fields: readonly Field[], name: string, fix: (value: FieldValue) => void): (() => void) | null {
  const field = fields.find((one) => one.name === name);
  return field === undefined ? null : () => fix(field.initial);
}
