import { useState } from 'react';
import type { Dataset } from '../../../api/types';
import { formatCount } from '../../../lib/format';
import { Badge } from '../../../ui/Badge';
import { ChoiceCard } from '../../../ui/ChoiceCard';
import { MoreOnScroll, type GrowingList } from '../../../ui/MoreOnScroll';
import { SearchInput } from '../../../ui/SearchInput';
import { Time } from '../../../ui/Time';
import styles from './DatasetStep.module.css';

const MANY = 12;

interface DatasetChoiceProps {
  datasets: readonly Dataset[];
  list: GrowingList;
  chosen: string | null;
  onChoose: (id: string) => void;
}

/** The tables to choose from; many of them can be searched by name, which fetches older ones too. */
export function DatasetChoice({ datasets, list, chosen, onChoose }: DatasetChoiceProps) {
  const [search, setSearch] = useState('');
  const shown = datasets.filter((dataset) => dataset.name.toLowerCase().includes(search.toLowerCase()));
  return (
    <div>
      {datasets.length > MANY && (
        <div className={styles.search}>
          <SearchInput label="Search datasets" value={search} onChange={setSearch} />
        </div>
      )}
      <div className={styles.choices} role="radiogroup" aria-label="Dataset">
        {shown.map((dataset) => (
          <ChoiceCard
            key={dataset.id}
            name="dataset"
            title={dataset.name}
            isChosen={dataset.id === chosen}
            isDisabled={dataset.state === 'failed'}
            onChoose={() => onChoose(dataset.id)}
          >
            <Size dataset={dataset} />
          </ChoiceCard>
        ))}
        <div className={styles.more}>
          <MoreOnScroll of="datasets" list={list} />
        </div>
      </div>
    </div>
  );
}

function Size({ dataset }: { dataset: Dataset }) {
  if (dataset.state === 'importing') {
    return (
      <span>
        <Badge tone="accent" dot="beating">
          Importing
        </Badge>
      </span>
    );
  }
  if (dataset.state === 'failed') return <small>could not be imported</small>;
  return (
    <small className={styles.size}>
      {`${formatCount(dataset.rows ?? 0)} × ${formatCount(dataset.columns ?? 0)}`}
      <Time time={dataset.created_at} />
    </small>
  );
}
