import type { Condition } from '../../../../../api/table';
import type { Dataset } from '../../../../../api/types';
import { IconButton } from '../../../../../ui/IconButton';
import { icons } from '../../../../../ui/icons';
import { Select } from '../../../../../ui/Select';
import { OPERATOR_WORDS, operatorsFor } from '../look/operators';
import { ColumnSelect } from './ColumnSelect';
import styles from './Filter.module.css';
import { conditionOn } from './new-condition';
import { ValueEditor } from './ValueEditor';

interface ConditionEditorProps {
  condition: Condition;
  dataset: Dataset;
  onChange: (condition: Condition | null) => void;
}

/** One test of one column: which one, how, against what. */
export function ConditionEditor({ condition, dataset, onChange }: ConditionEditorProps) {
  const schema = dataset.schema ?? [];
  const column = schema.find(({ name }) => name === condition.column);
  const operators = operatorsFor(column?.dtype ?? 'str');
  const chosen = operators.includes(condition.operator) ? operators : [condition.operator, ...operators];
  const options = chosen.map((value) => ({ value, label: OPERATOR_WORDS[value].words }));
  return (
    <div className={styles.condition}>
      <ColumnSelect
        label="Column"
        schema={schema}
        value={condition.column}
        onChange={(picked) => onChange(picked.dtype === column?.dtype ? { ...condition, column: picked.name } : conditionOn(picked))}
      />
      <Select
        aria-label="How it is compared"
        options={options}
        value={condition.operator}
        onChange={(value) => {
          const operator = chosen.find((one) => one === value);
          if (operator !== undefined) onChange(withOperator(condition, operator));
        }}
      />
      <ValueEditor condition={condition} column={column} dataset={dataset} onChange={onChange} />
      <IconButton label={`Remove the condition on ${condition.column}`} icon={icons.close} onClick={() => onChange(null)} />
    </div>
  );
}

/** The condition with another operator; values that this one can use are kept. */
function withOperator({ column, operator: before, value, values }: Condition, operator: Condition['operator']): Condition {
  const needs = OPERATOR_WORDS[operator].needs;
  const held = values ?? (value === undefined ? [] : [value]);
  if (needs === OPERATOR_WORDS[before].needs) {
    return { column, operator, ...(value !== undefined && { value }), ...(values && { values }) };
  }
  switch (needs) {
    case 'nothing':
      return { column, operator };
    case 'one':
      return { column, operator, ...(held[0] !== undefined && { value: held[0] }) };
    case 'two':
      return { column, operator, values: [held[0] ?? '', held[1] ?? ''] };
    case 'several':
      return { column, operator, values: held.filter((one) => one !== '') };
  }
}
