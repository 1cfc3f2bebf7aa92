import { formatName, formatNumber, formatShare } from './format';
import { isNumber } from './guards';

const SHARES = new Set([
  'accuracy',
  'precision',
  'recall',
  'f1_score',
  'balanced_accuracy',
  'noise_share',
  'share_unusual',
  'explained_variance',
  'same_label',
]);
const HEADLINES = ['accuracy', 'r2', 'auc', 'f1_score', 'rmse', 'silhouette', 'explained_variance', 'trustworthiness', 'share_unusual'];

const NAMES: Readonly<Record<string, string>> = {
  n_clusters: 'Clusters',
  n_components: 'Dimensions',
  noise_share: 'In no group',
  davies_bouldin: 'Davies–Bouldin',
  calinski_harabasz: 'Calinski–Harabasz',
  adjusted_rand: 'Adjusted Rand',
  share_unusual: 'Unusual',
  same_label: 'Neighbours alike',
};

export interface MetricText {
  name: string;
  label: string;
  text: string;
}

/** The numbers among a model's metrics, as people read them; those that do not apply are left out. */
export function describeMetrics(metrics: Readonly<Record<string, unknown>>): MetricText[] {
  return Object.entries(metrics).flatMap(([name, value]) =>
    isNumber(value) ? [{ name, label: NAMES[name] ?? formatName(name), text: describeMetric(name, value) }] : [],
  );
}

export function describeMetric(name: string, value: number): string {
  return SHARES.has(name) ? formatShare(Math.round(value * 1000) / 1000) : formatNumber(value);
}

/** The one number that says most about a model. */
export function headline(metrics: Readonly<Record<string, unknown>>): MetricText | null {
  const all = describeMetrics(metrics);
  for (const name of HEADLINES) {
    const found = all.find((metric) => metric.name === name);
    if (found !== undefined) return found;
  }
  return all[0] ?? null;
}

const DOWN = ['loss', 'error', 'mse', 'rmse', 'mae', 'mape', 'deviance', 'perplexity', 'logloss', 'brier'];

/** Whether the smallest value of a metric is its best, as its name says; the server reads it alike. */
export function isLowerBetter(name: string): boolean {
  return name
    .toLowerCase()
    .split(/[-_/]/)
    .some((word) => DOWN.some((ending) => word.endsWith(ending)));
}
