import { formatName, formatNumber, shortOf } from './format';
import { isNumber } from './guards';

/** Shares of rows, of spread, or means of such: read as per cent. The server writes scores alike, in `report/scores.py`. */
const SHARES = new Set([
  'accuracy',
  'balanced_accuracy',
  'precision',
  'recall',
  'f1',
  'f1_score',
  'calibration_error',
  'noise_share',
  'share_unusual',
  'explained_variance',
  'same_label',
]);

/** Areas, correlations and what else is at most 1 without being a share of anything. */
const UNIT = new Set([
  'auc',
  'average_precision',
  'matthews',
  'kappa',
  'r2',
  'adjusted_r2',
  'silhouette',
  'adjusted_rand',
  'mutual_information',
  'trustworthiness',
]);
const HEADLINES = ['accuracy', 'r2', 'auc', 'f1_score', 'rmse', 'silhouette', 'explained_variance', 'trustworthiness', 'share_unusual'];

const NAMES: Readonly<Record<string, string>> = {
  auc: 'ROC AUC',
  precision: 'Precision (weighted)',
  recall: 'Recall (weighted)',
  f1_score: 'F1 (weighted)',
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

/** What a score of a run is called, the same wherever it is shown. */
export function metricName(name: string): string {
  return NAMES[name] ?? formatName(name);
}

/** What a curve of a run is called: `val_loss` is the validation loss. */
export function curveName(name: string): string {
  return formatName(name.replace(/^val_/, 'validation_').replace(/^train_/, 'training_'));
}

/** The numbers among a model's metrics, as people read them; those that do not apply are left out. */
export function describeMetrics(metrics: Readonly<Record<string, unknown>>): MetricText[] {
  return Object.entries(metrics).flatMap(([name, value]) => (isNumber(value) ? [{ name, label: metricName(name), text: scoreText(name, value) }] : []));
}

/** A score as it is written everywhere: "94.2 %", "0.987", or as any number where it has no bounds. Nothing short of perfect reads as perfect. */
export function scoreText(name: string, value: number | null | undefined): string {
  if (value === null || value === undefined) return '–';
  const kind = kindOf(name);
  if (SHARES.has(kind) && value >= 0 && value <= 1) return `${shortOf(100 * value, 100, 1)} %`;
  if (UNIT.has(kind) && Math.abs(value) <= 1) return shortOf(value, 1, 3);
  return formatNumber(value);
}

/** The same below an axis, where round values stand. */
export function tickText(name: string, value: number): string {
  return SHARES.has(kindOf(name)) ? scoreText(name, value).replace('.0 %', ' %') : formatNumber(value);
}

/** How much one score is above another; of shares in percentage points. */
export function differenceText(name: string, value: number): string {
  if (!SHARES.has(kindOf(name))) return UNIT.has(kindOf(name)) && Math.abs(value) < 1 ? shortOf(value, 1, 3) : formatNumber(value);
  return `${shortOf(100 * value, 1000, 1)} pp`;
}

/** Between which values a score lies; a dash where that is not known. */
export function intervalText(name: string, low: number | null | undefined, high: number | null | undefined): string {
  return low == null || high == null ? '–' : `${scoreText(name, low)} to ${scoreText(name, high)}`;
}

function kindOf(name: string): string {
  return name.replace(/^(train|val|test)_/, '').replace(/_(macro|micro|weighted)$/, '');
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
