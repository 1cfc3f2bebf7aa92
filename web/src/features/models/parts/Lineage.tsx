import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import type { ModelBrief, ModelLineage } from '../../../api/registry-answers';
import type { BroughtIn } from '../../../api/travel-answers';
import type { Model } from '../../../api/types';
import { calibrationName } from '../../../lib/calibration';
import { formatBytes, formatCount } from '../../../lib/format';
import { stepNames } from '../../../lib/step-names';
import { Facts, type Fact } from '../../../ui/Facts';
import { Panel } from '../../../ui/Panel';
import { Time } from '../../../ui/Time';
import { modelLineageQuery } from '../registry-queries';
import { MoveList } from './registry/MoveList';

/** Where a model comes from. */
export function Lineage({ model }: { model: Model }) {
  const lineage = useQuery(modelLineageQuery(model.id)).data;
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
          ...dataFacts(lineage),
          ...(model.brought == null ? [origin(model, lineage)] : broughtFrom(model.brought)),
          ...kinFacts(lineage),
          ...(target === null ? [] : [{ label: labelOf(model), value: <code>{target}</code> }]),
          ...(classes === undefined || model.targets != null ? [] : [{ label: 'Classes', value: classes }]),
          { label: 'Features', value: formatCount(model.features.length) },
          ...(model.first.length === 0 ? [] : [{ label: 'First', value: firstOf(model) }]),
          ...(model.recipe.length === 0 ? [] : [{ label: 'Recipe', value: stepNames(model.recipe) }]),
          ...(model.calibration == null ? [] : [{ label: 'Probabilities', value: `calibrated: ${calibrationName(model.calibration.method)}` }]),
          { label: model.brought == null ? 'Trained' : 'Brought in', value: <Time time={model.created_at} /> },
          ...madeFacts(lineage),
          { label: 'Size', value: formatBytes(model.size_bytes) },
          { label: 'Id', value: <code>{model.id}</code> },
        ]}
      />
      {lineage !== undefined && lineage.history.length > 0 && <MoveList moves={lineage.history} />}
    </Panel>
  );
}

/** Which state of the table it was trained on, and whether that is still there. */
function dataFacts(lineage: ModelLineage | undefined): Fact[] {
  if (lineage === undefined) return [];
  const { version, content_hash: hash, is_there: isThere, is_same: isSame } = lineage.dataset;
  const state = isThere ? (isSame === false ? 'imported anew since' : 'as it is now') : 'gone';
  return [
    ...(version === null ? [] : [{ label: 'Version of the data', value: `${version}, ${state}` }]),
    ...(hash === null ? [] : [{ label: 'Hash of the file', value: <code title={hash}>{hash.slice(0, 12)}</code> }]),
    ...(lineage.data_hash === null ? [] : [{ label: 'Hash of the values', value: <code title={lineage.data_hash}>{lineage.data_hash.slice(0, 12)}</code> }]),
  ];
}

/** The models that it comes from and that come from it. */
function kinFacts(lineage: ModelLineage | undefined): Fact[] {
  if (lineage === undefined) return [];
  const { parent, children } = lineage;
  return [
    ...(parent === null ? [] : [{ label: 'Goes on from', value: <Kin kin={parent} /> }]),
    ...children.map((kin) => ({ label: `Goes on in ${kin.id.slice(-4)}`, value: <Kin kin={kin} /> })),
  ];
}

function Kin({ kin }: { kin: ModelBrief }) {
  return kin.name === null ? <>{`${kin.id}, deleted`}</> : <Link to={`/models/${kin.id}`}>{kin.registered ?? kin.name}</Link>;
}

function madeFacts(lineage: ModelLineage | undefined): Fact[] {
  if (lineage === undefined) return [];
  const version = lineage.versions.armillary;
  return [
    { label: 'By', value: lineage.created_by },
    ...(lineage.seed === null ? [] : [{ label: 'Seed', value: String(lineage.seed) }]),
    ...(version === undefined ? [] : [{ label: 'Armillary', value: version }]),
  ];
}

/** Where it predicts no column, the column only judges it. */
function labelOf({ describes }: Model) {
  return describes === null ? 'Target' : 'Compared with';
}

function firstOf({ first }: Model) {
  return first.map((step) => step.algorithm_id.replaceAll('_', ' ')).join(', ');
}

function broughtFrom(brought: BroughtIn) {
  return [
    { label: 'Training data', value: 'Unknown: trained elsewhere' },
    { label: 'File', value: brought.filename },
    { label: 'Made of', value: `${brought.made_of} (${brought.framework})` },
  ];
}

/** A stack comes from a search, a tuned model of planets from a session, most others from a training. */
function origin({ algorithm, job_id: id }: Model, lineage: ModelLineage | undefined) {
  if (lineage?.session_id != null) {
    return { label: 'Session', value: <Link to={`/exoplanets/${lineage.session_id}`}>{lineage.source}</Link> };
  }
  if (id === null && lineage?.source != null) return { label: 'From', value: lineage.source };
  if (algorithm === 'stack') return { label: 'Search', value: id === null ? '–' : <Link to={`/search/${id}`}>Open search</Link> };
  return { label: 'Training run', value: id === null ? '–' : <Link to={`/runs/${id}`}>Open run</Link> };
}
