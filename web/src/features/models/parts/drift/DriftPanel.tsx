import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { DriftReport } from '../../../../api/drift-answers';
import { keys } from '../../../../api/keys';
import { datasetsQuery } from '../../../../api/queries';
import type { Dataset, Model } from '../../../../api/types';
import { formatAgo } from '../../../../lib/format';
import { useNow } from '../../../../lib/use-now';
import { EditorsOnly } from '../../../../ui/EditorsOnly';
import { EmptyState } from '../../../../ui/EmptyState';
import { ErrorState } from '../../../../ui/ErrorState';
import { Faces } from '../../../../ui/Faces';
import { Field } from '../../../../ui/Field';
import { IconButton } from '../../../../ui/IconButton';
import { icons } from '../../../../ui/icons';
import { Panel } from '../../../../ui/Panel';
import { Select } from '../../../../ui/Select';
import { driftReportQuery, driftReportsQuery, useDrift } from '../../drift-queries';
import { ExplanationProgress } from '../explain/ExplanationProgress';
import { DriftForm } from './DriftForm';
import { DriftView } from './DriftView';
import styles from './Drift.module.css';

/** New tables compared with what the model was trained on. */
export function DriftPanel({ model }: { model: Model }) {
  const query = useQuery(driftReportsQuery(model.id));
  const datasets = useInfiniteQuery(datasetsQuery());
  const tables = (datasets.data?.pages ?? []).flatMap(({ items }) => items);
  const [chosen, setChosen] = useState<string | null>(null);
  return (
    <Panel title="Drift" aside="new rows beside those that it learned from">
      <div className={styles.parts}>
        <EditorsOnly>
          <DriftForm model={model} tables={tables} onMade={setChosen} />
        </EditorsOnly>
        <Faces of="reports" query={query}>
          {({ items }) => <Reports modelId={model.id} reports={items} tables={tables} chosen={chosen} onChoose={setChosen} />}
        </Faces>
      </div>
    </Panel>
  );
}

interface ReportsProps {
  modelId: string;
  reports: readonly DriftReport[];
  tables: readonly Dataset[];
  chosen: string | null;
  onChoose: (id: string | null) => void;
}

function Reports({ modelId, reports, tables, chosen, onChoose }: ReportsProps) {
  const now = useNow(60_000);
  const shown = reports.find(({ id }) => id === chosen) ?? reports[0];
  if (shown === undefined) {
    return (
      <EmptyState title="Nothing compared yet">
        Choose a table of new rows: its columns are matched with those of the training, each is compared, and rows that are
        too far from what the model saw are counted.
      </EmptyState>
    );
  }
  const nameOf = ({ dataset_id: id, created_at: at }: DriftReport) =>
    `${tables.find((one) => one.id === id)?.name ?? id}, ${formatAgo(at, now)}`;
  return (
    <>
      {reports.length > 1 && (
        <Field label="Report">
          {(control) => (
            <Select
              {...control}
              value={shown.id}
              options={reports.map((one) => ({ value: one.id, label: nameOf(one) }))}
              onChange={onChoose}
            />
          )}
        </Field>
      )}
      <Report key={shown.id} modelId={modelId} report={shown} name={nameOf(shown)} onRemoved={() => onChoose(null)} />
    </>
  );
}

interface ReportProps {
  modelId: string;
  report: DriftReport;
  name: string;
  onRemoved: () => void;
}

function Report({ modelId, report, name, onRemoved }: ReportProps) {
  const client = useQueryClient();
  const { remove } = useDrift(modelId);
  const whole = useQuery({ ...driftReportQuery(modelId, report.id), enabled: report.state === 'ready' });
  const ended = () => void client.invalidateQueries({ queryKey: keys.driftReports(modelId) });
  return (
    <section aria-label={name} className={styles.parts}>
      <div className={styles.head}>
        <strong>{name}</strong>
        <EditorsOnly>
          <IconButton
            label={report.state === 'computing' ? 'Stop and remove this report' : 'Remove this report'}
            icon={icons.trash}
            disabled={remove.isPending}
            onClick={() => remove.mutate(report.id, { onSuccess: onRemoved })}
          />
        </EditorsOnly>
      </div>
      {report.state === 'failed' && (
        <ErrorState title="The table could not be compared" message={report.error ?? 'No reason was given.'} />
      )}
      {report.state === 'computing' && <ExplanationProgress jobId={report.job_id} onEnd={ended} />}
      {report.state === 'ready' && (
        <Faces of="report" query={whole}>
          {({ found }) => found !== null && <DriftView found={found} />}
        </Faces>
      )}
    </section>
  );
}
