import { useQuery } from '@tanstack/react-query';
import type { FoundTransits, KnownSignal } from '../../../api/light-curve-answers';
import { formatCountOf, formatNumber } from '../../../lib/format';
import { Faces } from '../../../ui/Faces';
import { Panel } from '../../../ui/Panel';
import { Table, type TableColumn } from '../../../ui/Table';
import { meetingOf } from '../known';
import { knownSignalsQuery } from '../queries';
import styles from '../LightCurvePage.module.css';

interface KnownSignalsProps {
  stars: readonly string[];
  found: FoundTransits;
}

/** What the missions’ tables tell of the star, beside what the search found. */
export function KnownSignals({ stars, found }: KnownSignalsProps) {
  const known = useQuery(knownSignalsQuery(stars));
  return (
    <Panel title="In the missions’ tables" isFlush aside={known.data && formatCountOf(known.data.signals.length, 'signal')}>
      <Faces of="signals" query={known}>
        {({ signals, tables }) =>
          signals.length === 0 ? (
            <p className={styles.none}>
              {tables.length === 0
                ? 'No mission’s table is here yet. Once one was fetched, under Exoplanets, what it tells of this star stands here.'
                : `The tables that are here (${tables.join(', ')}) tell nothing of ${stars.join(', ')}.`}
            </p>
          ) : (
            <Table
              caption="Signals of this star in the missions’ tables"
              columns={columnsOf(found)}
              rows={signals}
              rowKey={(one) => `${one.mission} ${one.name}`}
            />
          )
        }
      </Faces>
    </Panel>
  );
}

function columnsOf(found: FoundTransits): readonly TableColumn<KnownSignal>[] {
  return [
    { id: 'name', title: 'Signal', cell: (one) => <span className={styles.signal}>{one.name}</span> },
    { id: 'period', title: 'Period in days', isNumber: true, cell: (one) => one.period.toFixed(4) },
    { id: 'radius', title: 'Earth radii', isNumber: true, cell: (one) => (one.radius === null ? '–' : formatNumber(one.radius)) },
    { id: 'what', title: 'In the table', cell: (one) => one.disposition },
    { id: 'found', title: 'In this light', isWide: true, cell: (one) => meetingOf(one, found) },
  ];
}
