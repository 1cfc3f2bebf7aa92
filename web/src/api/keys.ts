/** The names under which server data is cached. */
export const keys = {
  jobs: ['jobs'],
  job: (id: string) => ['job', id],
  jobLog: (id: string) => ['job-log', id],
  trainings: ['trainings'],
  training: (id: string) => ['training', id],
  points: (id: string) => ['points', id],
  runMetrics: (id: string) => ['run-metrics', id],
  datasets: ['datasets'],
  dataset: (id: string) => ['dataset', id],
  preview: (id: string) => ['preview', id],
  summary: (id: string) => ['summary', id],
  comparison: (id: string) => ['comparison', id],
  correlations: (id: string) => ['correlations', id],
  missingness: (id: string) => ['missingness', id],
  pairs: (id: string) => ['pairs', id],
  cell: (id: string) => ['cell', id],
  rowCount: (id: string) => ['row-count', id],
  uploads: ['uploads'],
  models: ['models'],
  model: (id: string) => ['model', id],
  algorithms: ['algorithms'],
  algorithm: (id: string) => ['algorithm', id],
  presets: (id: string) => ['presets', id],
  workspaces: ['workspaces'],
  me: ['me'],
  signInOptions: ['sign-in-options'],
} as const;

/** The topics a query hangs on: a gap in one of them means that it must be fetched again. */
export const topics = {
  workspace: (id: string | null) => (id === null ? [] : [`workspace:${id}`]),
  job: (id: string) => [`job:${id}`],
} as const;
