import type { FieldValue } from '../../lib/schema/fields';
import type { ControlProps } from '../Field';
import { Select } from '../Select';
import { useFormChoices } from './form-choices';

interface DatasetControlProps {
  value: string;
  control: ControlProps;
  onChange: (value: FieldValue) => void;
}

/** One of the other datasets. */
export function DatasetControl({ value, control, onChange }: DatasetControlProps) {
  const { datasets } = useFormChoices();
  const isUnknown = value !== '' && !datasets.some((dataset) => dataset.id === value);
  const options = [
    ...(isUnknown ? [{ value, label: `${value} (not here)` }] : []),
    ...datasets.map(({ id, name }) => ({ value: id, label: name })),
  ];
  return <Select {...control} options={options} value={value} placeholder="Choose a dataset" onChange={onChange} />;
}
