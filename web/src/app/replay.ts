/** The event appliers by themselves, bundled for plain Node: tests replay events through them. */
export { applyDataset, applyDatasets, applyRecipes } from '../features/datasets/apply';
export { applyJob, applyJobs, applyLog } from '../features/jobs/apply';
export { applyModel, applyModels } from '../features/models/apply';
export { applyTrials } from '../features/search/apply';
export { applyExperiments, applyPoints, applyRuns, applyTimeline } from '../features/training/apply';
export { applySharedState } from '../features/workspaces/apply';
