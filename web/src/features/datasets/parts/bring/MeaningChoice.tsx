import type { Column, ColumnType } from '../../../../api/types';
import { formatShare } from '../../../../lib/format';
import { Select } from '../../../../ui/Select';
import { useToast } from '../../../../ui/toast';
import { useMeaning } from './reading-queries';

const MEANINGS: readonly { value: ColumnType; label: string }[] = [
  { value: 'numeric', label: 'a number' },
  { value: 'categorical', label: 'a category' },
  { value: 'binary', label: 'yes or no' },
  { value: 'datetime', label: 'a date' },
  { value: 'text', label: 'text' },
  { value: 'high_cardinality_categorical', label: 'a category of many values' },
  { value: 'identifier', label: 'an identifier' },
];

interface MeaningChoiceProps {
  datasetId: string;
  column: Column;
}

/** What a column means, as it was found out or as somebody said; saved at once. */
export function MeaningChoice({ datasetId, column }: MeaningChoiceProps) {
  const tell = useToast();
  const meaning = useMeaning(datasetId);
  const choose = (chosen: string) =>
    meaning.mutate(
      { column: column.name, type: MEANINGS.find((one) => one.value === chosen)?.value ?? null },
      { onError: (error) => tell({ tone: 'bad', text: error.message }) },
    );
  const found = MEANINGS.find((one) => one.value === column.type)?.label ?? 'not known';
  const isSaid = column.is_overruled === true;
  return (
    <Select
      aria-label={`What ${column.name} means`}
      placeholder={isSaid ? 'found out' : `found out: ${found}, ${formatShare(column.confidence)} sure`}
      options={MEANINGS}
      value={isSaid ? column.type : ''}
      disabled={meaning.isPending}
      onChange={choose}
    />
  );
}
