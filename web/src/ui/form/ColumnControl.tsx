import type { FieldValue } from '../../lib/schema/fields';
import type { ControlProps } from '../Field';
import { Select } from '../Select';
import { fittingColumns, useFormChoices } from './form-choices';

interface ColumnControlProps {
  holds: readonly string[];
  value: string;
  control: ControlProps;
  onChange: (value: FieldValue) => void;
}

/** One column of the table; a name that is not there (any more) is kept and told. */
export function ColumnControl({ holds, value, control, onChange }: ColumnControlProps) {
  const { columns } = useFormChoices();
  const names = fittingColumns(columns, holds).map((column) => column.name);
  const isUnknown = value !== '' && !names.includes(value);
  const options = [
    ...(isUnknown ? [{ value, label: `${value} (not here)` }] : []),
    ...names.map((name) => ({ value: name, label: name })),
  ];
  return <Select {...control} options={options} value={value} placeholder="Choose a column" onChange={onChange} />;
}
