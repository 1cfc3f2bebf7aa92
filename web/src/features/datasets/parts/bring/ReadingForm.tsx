import { useState } from 'react';
import type { Dataset, ReadingOptions } from '../../../../api/types';
import { Button } from '../../../../ui/Button';
import { icons } from '../../../../ui/icons';
import { Panel } from '../../../../ui/Panel';
import { useToast } from '../../../../ui/toast';
import { ColumnReadings } from './ColumnReadings';
import { withType } from './reading';
import { useImportAgain } from './reading-queries';
import { TextOptions } from './TextOptions';

interface ReadingFormProps {
  dataset: Dataset;
  held: ReadingOptions;
}

/** Says how the file is to be read, and has it read again. */
export function ReadingForm({ dataset, held }: ReadingFormProps) {
  const tell = useToast();
  const [options, setOptions] = useState(held);
  const again = useImportAgain(dataset.id);
  const change = (news: Partial<ReadingOptions>) => setOptions((before) => ({ ...before, ...news }));
  const submit = () =>
    again.mutate(options, {
      onError: (error) => tell({ tone: 'bad', text: error.message }),
    });
  const act = (
    <Button look="primary" icon={icons.reset} isBusy={again.isPending} onClick={submit}>
      Read the file again
    </Button>
  );
  return (
    <>
      <Panel title="How the file is read" actions={act}>
        <TextOptions datasetId={dataset.id} options={options} onChange={change} />
      </Panel>
      <ColumnReadings
        dataset={dataset}
        types={options.types}
        onType={(column, type) => change({ types: withType(options.types, column, type) })}
      />
    </>
  );
}
