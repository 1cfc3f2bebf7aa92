import type { FilterNode, Group } from '../../../../../api/table';
import type { Dataset } from '../../../../../api/types';
import { classNames } from '../../../../../lib/class-names';
import { Button } from '../../../../../ui/Button';
import { IconButton } from '../../../../../ui/IconButton';
import { icons } from '../../../../../ui/icons';
import { Select } from '../../../../../ui/Select';
import { isGroup, removedAt, replacedAt } from '../look/filter-tree';
import { ConditionEditor } from './ConditionEditor';
import styles from './Filter.module.css';
import { newCondition } from './new-condition';

interface GroupEditorProps {
  node: FilterNode;
  dataset: Dataset;
  isRoot?: boolean;
  /** Null takes the node away. */
  onChange: (node: FilterNode | null) => void;
}

const OPS = [
  { value: 'and', label: 'All of these' },
  { value: 'or', label: 'Any of these' },
  { value: 'not', label: 'None of these' },
] as const;

/** A node of the filter: a condition, or a group of nodes with the way in which they hold together. */
export function GroupEditor({ node, dataset, isRoot = false, onChange }: GroupEditorProps) {
  if (!isGroup(node)) return <ConditionEditor condition={node} dataset={dataset} onChange={onChange} />;
  const add = (child: FilterNode) => onChange({ ...node, of: [...node.of, child] });
  const schema = dataset.schema ?? [];
  return (
    <fieldset className={classNames(styles.group, !isRoot && styles.inner)}>
      <legend className="visually-hidden">Group of conditions</legend>
      <div className={styles.groupHead}>
        <div className={styles.op}>
          <Select
            aria-label="How these hold together"
            options={OPS}
            value={node.op}
            onChange={(op) => onChange({ ...node, op: opOf(op) })}
          />
        </div>
        {!isRoot && <IconButton label="Remove the group" icon={icons.trash} onClick={() => onChange(null)} />}
      </div>
      {node.of.map((child, at) => (
        <GroupEditor
          // Places are what tells the parts apart: they have no names, and none is moved.
          key={at}
          node={child}
          dataset={dataset}
          onChange={(next) => onChange(next === null ? removedAt(node, [at]) : replacedAt(node, [at], next))}
        />
      ))}
      <div className={styles.adds}>
        <Button look="quiet" icon={icons.plus} onClick={() => newCondition(schema).forEach(add)}>
          Condition
        </Button>
        <Button look="quiet" icon={icons.plus} onClick={() => add({ op: 'or', of: newCondition(schema) })}>
          Group
        </Button>
      </div>
    </fieldset>
  );
}

function opOf(value: string): Group['op'] {
  return OPS.find((op) => op.value === value)?.value ?? 'and';
}
