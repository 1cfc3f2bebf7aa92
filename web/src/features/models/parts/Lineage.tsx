import { Link } from 'react-router';
import type { Model } from '../../../api/types';
import { calibrationName } from '../../../lib/calibration';
import { formatBytes, formatCount } from '../../../lib/format';
import { stepNames } from '../../../lib/step-names';
import { Facts } from '../../../ui/Facts';
import { Panel } from '../../../ui/Panel';
import { Time } from '../../../ui/Time';

/** Where a model comes from. */
export function Lineage({ model }: { model: Model }) {
  const classes = model.classes?.map(String).join(', ');
  const target = model.targets?.map(({ name }) => name).join(', ') ?? model.target;
  return (
    <Panel title="Lineage">
      <Facts
        facts={[
          {
            label: 'Dataset',
            value: model.dataset_id === null ? '–' : <Link to={`/data/${model.dataset_id}`}>Open dataset</Link>,
          },
          origin(model),
          ...(target === null ? [] : [{ label: labelOf(model), value: <code>{target}</code> }]),
          ...(classes === undefined || model.targets != null ? [] : [{ label: 'Classes', value: classes }]),
          { label: 'Features', value: formatCount(model.features.length) },
          ...(model.first.length === 0 ? [] : [{ label: 'First', value: firstOf(model) }]),
          ...(model.recipe.length === 0 ? [] : [{ label: 'Recipe', value: stepNames(model.recipe) }]),
          ...(model.calibration == null ? [] : [{ label: 'Probabilities', value: `calibrated: ${calibrationName(model.calibration.method)}` }]),
          { label: 'Trained', value: <Time time={model.created_at} /> },
          { label: 'Size', value: formatBytes(model.size_bytes) },
          { label: 'Id', value: <code>{model.id}</code> },
        ]}
      />
    </Panel>
  );
}

/** Where it predicts no column, the column only judges it. */
function labelOf({ describes }: Model) {
  return describes === null ? 'Target' : 'Compared with';
}

function firstOf({ first }: Model) {
  return first.map((step) => step.algorithm_id.replaceAll('_', ' ')).join(', ');
}

/** A stack comes from a search, every other model from a training. */
function origin({ algorithm, job_id: id }: Model) {
  if (algorithm === 'stack') return { label: 'Search', value: id === null ? '–' : <Link to={`/search/${id}`}>Open search</Link> };
  return { label: 'Training run', value: id === null ? '–' : <Link to={`/runs/${id}`}>Open run</Link> };
}
