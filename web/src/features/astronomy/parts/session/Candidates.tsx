import { Suspense, useId, useState } from 'react';
import type { Candidate } from '../../../../api/astronomy-answers';
import { formatCountOf, formatShare } from '../../../../lib/format';
import { useOffer } from '../../../../lib/offers';
import { Badge, type Tone } from '../../../../ui/Badge';
import { Button } from '../../../../ui/Button';
import { EmptyState } from '../../../../ui/EmptyState';
import { icons } from '../../../../ui/icons';
import { Panel } from '../../../../ui/Panel';
import { SearchInput } from '../../../../ui/SearchInput';
import { Select } from '../../../../ui/Select';
import { Table, type TableColumn } from '../../../../ui/Table';
import { Toggle } from '../../../../ui/Toggle';
import { FIRST_VIEW, hasNamesTwice, nameOf, PREDICTIONS, ranked, toCsv, type Order } from '../../candidates';
import { saveText } from '../../save-text';
import styles from './Result.module.css';

const PAGE = 25;
const ORDERS: readonly { value: Order; label: string }[] = [
  { value: 'planet', label: 'Likeliest planets first' },
  { value: 'confidence', label: 'Surest first' },
  { value: 'table', label: 'As in the table' },
];
const TONES: Record<string, Tone> = { Exoplanet: 'good', Candidate: 'brass', 'False Positive': 'plain' };

interface CandidatesProps {
  candidates: readonly Candidate[];
  chosen: number | null;
  onChoose: (id: number) => void;
}

/** The test rows in an order of one's choice, with what the model says and why. */
export function Candidates({ candidates, chosen, onChoose }: CandidatesProps) {
  const [view, setView] = useState(FIRST_VIEW);
  const [shown, setShown] = useState(PAGE);
  const onceId = useId();
  const drawLightLink = useOffer('drawLightLink');
  const rows = ranked(candidates, view);
  const columns: readonly TableColumn<Candidate>[] = [
    {
      id: 'name',
      title: 'Name',
      isWide: true,
      cell: (one) => (
        <button type="button" className={styles.name} onClick={() => onChoose(one.id)}>
          {nameOf(one)}
        </button>
      ),
    },
    { id: 'said', title: 'Prediction', cell: (one) => <Badge tone={TONES[one.prediction] ?? 'plain'}>{one.prediction}</Badge> },
    { id: 'planet', title: 'Planet', isNumber: true, cell: (one) => formatShare(one.probabilities.planet) },
    { id: 'sure', title: 'Confidence', isNumber: true, cell: (one) => formatShare(one.confidence) },
    { id: 'actual', title: 'In the table', cell: (one) => <span className={styles.actual}>{one.actual ?? '–'}</span> },
    { id: 'light', title: 'Light', cell: (one) => <Suspense>{drawLightLink({ stars: one.stars ?? [] })}</Suspense> },
  ];
  return (
    <Panel
      title="Candidates"
      isFlush
      aside={formatCountOf(rows.length, 'row')}
      actions={
        <Button icon={icons.download} onClick={() => saveText('exoplanets.csv', 'text/csv', toCsv(rows))}>
          CSV
        </Button>
      }
    >
      <div className={styles.tools}>
        <SearchInput label="Find by name" value={view.text} onChange={(text) => setView({ ...view, text })} />
        <Select
          aria-label="Show which"
          placeholder="All predictions"
          value={view.prediction}
          options={PREDICTIONS.map((name) => ({ value: name, label: name }))}
          onChange={(prediction) => setView({ ...view, prediction })}
        />
        <Select
          aria-label="In which order"
          value={view.order}
          options={ORDERS}
          onChange={(value) => setView({ ...view, order: ORDERS.find((one) => one.value === value)?.value ?? 'planet' })}
        />
        {hasNamesTwice(candidates) && (
          <div className={styles.once}>
            <Toggle id={onceId} isOn={view.isOnce} onChange={(isOnce) => setView({ ...view, isOnce })} />
            <label htmlFor={onceId}>Each name once</label>
          </div>
        )}
      </div>
      {rows.length === 0 ? (
        <EmptyState title="No such row">Look for another name, or show all predictions.</EmptyState>
      ) : (
        <Table
          caption="Candidates"
          columns={columns}
          rows={rows.slice(0, shown)}
          rowKey={(one) => String(one.id)}
          isCurrent={(one) => one.id === chosen}
        />
      )}
      {rows.length > shown && (
        <div className={styles.more}>
          <Button look="quiet" onClick={() => setShown(shown + 4 * PAGE)}>
            Show more
          </Button>
        </div>
      )}
    </Panel>
  );
}
