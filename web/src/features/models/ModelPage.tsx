import { Suspense } from 'react';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from 'react-router';
import { modelQuery } from '../../api/queries';
import type { Model } from '../../api/types';
import { useOffer } from '../../lib/offers';
import { describeMetrics } from '../../lib/metrics';
import { taskName } from '../../lib/tasks';
import { EditorsOnly } from '../../ui/EditorsOnly';
import { EmptyState } from '../../ui/EmptyState';
import { Faces } from '../../ui/Faces';
import { Facts } from '../../ui/Facts';
import { PageHeader } from '../../ui/PageHeader';
import { Panel } from '../../ui/Panel';
import { TrainedAgainst } from '../../ui/TrainedAgainst';
import { TargetMetrics } from '../../ui/TargetMetrics';
import styles from './ModelPage.module.css';
import { BroughtNotes } from './parts/BroughtNotes';
import { ApplyPanel } from './parts/ApplyPanel';
import { CalibratePanel } from './parts/CalibratePanel';
import { DriftPanel } from './parts/drift/DriftPanel';
import { ExplainPanel } from './parts/explain/ExplainPanel';
import { Lineage } from './parts/Lineage';
import { ModelActions } from './parts/ModelActions';
import { ModelCharts } from './parts/ModelCharts';
import { Parameters } from './parts/Parameters';
import { PredictFilePanel } from './parts/PredictFilePanel';
import { PredictPanel } from './parts/PredictPanel';
import { CardPanel } from './parts/registry/CardPanel';
import { RegistryPanel } from './parts/registry/RegistryPanel';
import { StructurePanel } from './parts/StructurePanel';
import { useTrainedAgainst } from './use-trained-against';

/** A search made it of its best; it has no run of its own that would show its scores. */
const STACK = 'stack';

/** One model: how good it is, where it comes from, and what it says about a row. */
export function ModelPage() {
  const { modelId = '' } = useParams();
  const query = useQuery(modelQuery(modelId));
  return (
    <Faces of="model" query={query}>
      {({ model }) => <ModelView key={model.id} model={model} />}
    </Faces>
  );
}

function ModelView({ model }: { model: Model }) {
  const drawScores = useOffer('drawScores');
  const metrics = describeMetrics(model.metrics);
  const guard = useTrainedAgainst(model);
  return (
    <>
      <PageHeader
        title={model.name}
        above={<Link to="/models">Models</Link>}
        lead={
          <>
            {`${model.algorithm_name}, ${taskName(model.task)}`}
            {model.describes === null && model.target !== null && (
              <>
                {', predicts '}
                <code>{model.targets?.map(({ name }) => name).join(', ') ?? model.target}</code>
              </>
            )}
          </>
        }
        actions={<ModelActions model={model} />}
      />
      <div className={styles.page}>
        <div className={styles.main}>
          <TrainedAgainst guard={guard} />
          {model.brought != null && <BroughtNotes brought={model.brought} />}
          <Panel title="Metrics" aside="on rows it never saw in training">
            {metrics.length === 0 ? (
              <EmptyState title="No metrics">{noMetrics(model)}</EmptyState>
            ) : (
              <Facts isLarge facts={metrics.map(({ label, text }) => ({ label, value: text }))} />
            )}
          </Panel>
          {model.targets != null && (
            <Panel title="Each target" aside="above is the mean of all" isFlush>
              <TargetMetrics targets={model.targets} />
            </Panel>
          )}
          {model.algorithm === STACK && <Suspense>{drawScores({ runId: model.id })}</Suspense>}
          {model.describes !== null && <ModelCharts model={model} />}
          <ExplainPanel model={model} />
          <EditorsOnly>
            <ApplyPanel model={model} />
            <PredictFilePanel model={model} />
            <CalibratePanel model={model} />
          </EditorsOnly>
          <PredictPanel model={model} />
          <DriftPanel model={model} />
          <StructurePanel model={model} />
          <CardPanel model={model} />
        </div>
        <div className={styles.side}>
          <RegistryPanel model={model} />
          <Lineage model={model} />
          <Parameters model={model} />
        </div>
      </div>
    </>
  );
}

function noMetrics({ brought }: Model) {
  if (brought != null) return 'It was trained elsewhere, and no rows have judged it here yet.';
  return 'This model was kept before it could be judged.';
}
