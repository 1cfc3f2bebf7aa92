import type { Dataset } from '../../../api/types';
import { formatCountOf } from '../../../lib/format';
import { Badge } from '../../../ui/Badge';

export function DatasetState({ dataset }: { dataset: Pick<Dataset, 'state' | 'warnings'> }) {
  switch (dataset.state) {
    case 'importing':
      return (
        <Badge tone="accent" dot="beating">
          Importing
        </Badge>
      );
    case 'failed':
      return (
        <Badge tone="bad" dot="still">
          Failed
        </Badge>
      );
    case 'ready':
      return dataset.warnings.length === 0 ? (
        <Badge tone="good" dot="still">
          Ready
        </Badge>
      ) : (
        <Badge tone="brass" dot="still">
          {formatCountOf(dataset.warnings.length, 'warning')}
        </Badge>
      );
  }
}
