import { useQuery } from '@tanstack/react-query';
import type { Condition, Scalar } from '../../../../../api/table';
import { summaryQuery } from '../../../../../api/table-queries';
import type { Column, Dataset } from '../../../../../api/types';
import { isString } from '../../../../../lib/guards';
import { familyOf, OPERATOR_WORDS } from '../look/operators';
import styles from './Filter.module.css';
import { SeveralValues } from './SeveralValues';
import { ValueInput } from './ValueInput';

interface ValueEditorProps {
  condition: Condition;
  column: Column | undefined;
  dataset: Dataset;
  onChange: (condition: Condition) => void;
}

/** What a condition compares with, in the way that its operator and its column want. */
export function ValueEditor({ condition, column, dataset, onChange }: ValueEditorProps) {
  const dtype = column?.dtype ?? 'str';
  const { operator, value, values = [] } = condition;
  const { needs } = OPERATOR_WORDS[operator];
  const isText = familyOf(dtype) === 'text';
  const wantsSuggestions = needs === 'several' || (needs === 'one' && isText && operator !== 'matches');
  const summary = useQuery({
    ...summaryQuery(dataset, {}, [condition.column]),
    enabled: wantsSuggestions && column !== undefined,
    // Another column's values would mislead.
    placeholderData: undefined,
  });
  const top = summary.data?.columns[condition.column]?.top ?? [];
  const input = { dtype, column: condition.column, isPattern: operator === 'matches' };
  switch (needs) {
    case 'nothing':
      return <span className={styles.nothing} />;
    case 'one': {
      const suggestions = isText ? top.map((one) => one.value).filter(isString) : [];
      const set = (next: Scalar) => onChange({ column: condition.column, operator, value: next });
      return <ValueInput {...input} value={value ?? ''} suggestions={suggestions} onChange={set} />;
    }
    case 'two': {
      const [low = '', high = ''] = values;
      const set = (ends: Scalar[]) => onChange({ column: condition.column, operator, values: ends });
      return (
        <span className={styles.two}>
          <ValueInput {...input} name="From" value={low} onChange={(next) => set([next, high])} />
          <ValueInput {...input} name="To" value={high} onChange={(next) => set([low, next])} />
        </span>
      );
    }
    case 'several':
      return (
        <SeveralValues
          {...input}
          values={values}
          top={top}
          isLoading={summary.isLoading}
          onChange={(next) => onChange({ column: condition.column, operator, values: next })}
        />
      );
  }
}
