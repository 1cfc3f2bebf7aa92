import type {
  Account,
  Algorithm,
  AlgorithmDetail,
  ApiKey,
  DatasetMap,
  GeneratedPicture,
  Generator,
  Invite,
  MapAnswer,
  MapMethod,
  Member,
  Prediction,
  Preset,
  Role,
  RunMetrics,
  SavedPreset,
  SignInOptions,
  Workspace,
} from './answers';
import type { Mission, ModelType, SessionProgress, SessionResult, SessionSummary, StoredPlanetModel } from './astronomy-answers';
import type { DriftFound, DriftReport } from './drift-answers';
import type { ModelStructure } from './structure-answers';
import type { Elsewhere } from './elsewhere';
import type { ExplanationAnswer, ExplanationList, ModelExplanation, RowExplanation } from './explain-answers';
import type { GuardAnswer } from './guard-answers';
import type { ImportReport, ToldCells } from './import-report';
import type { KnownSignals, LightCurve, LightCurveAnswer } from './light-curve-answers';
import type { Application, Lineage, RecipeAnswer, RecipePreview, StepKinds } from './recipe-answers';
import type { PlaneAnswer } from './plane-answers';
import type { ComparedRun, Experiment, ListedRun, Run, RunChoices, RunNotes } from './run-answers';
import type { paths } from './schema.gen';
import type { Dependents, ModelCard, ModelComparison, ModelLineage, ModelName, NameAnswer } from './registry-answers';
import type { FilePrediction, ModelExport, ModelFormat } from './travel-answers';
import type { RunScores, ScoreComparison, ScoresBy, TestRows } from './scores';
import type { SharedState } from './shared-state';
import type { RunCheckpoint, RunControls, RunLineage, Timeline } from './steering';
import type { SearchAnswer, SearchStatus, SearchSummary, SpaceAnswer, Trials } from './search-answers';
import type {
  Dataset,
  FilePart,
  Job,
  JobLog,
  Model,
  Points,
  Preview,
  ReadingOptions,
  Recipe,
  UnfinishedUpload,
} from './types';

/** What comes back from the addresses this page calls; what goes there, the server's description says. */
interface Answers {
  '/api/models/upload': { post: { model_id: string; job_id: string; message: string; notes: string[] } };
  '/api/models/{model_id}/formats': { get: { model_id: string; formats: ModelFormat[] } };
  '/api/models/{model_id}/exports': { post: { model_id: string; job_id: string; export: ModelExport } };
  '/api/models/{model_id}/predict-file': { post: FilePrediction };
  '/api/jobs': { get: { jobs: Job[]; total: number; next_cursor: string | null } };
  '/api/jobs/{job_id}': { get: { job: Job; last_number: number } };
  '/api/jobs/{job_id}/cancel': { post: { job: Job } };
  '/api/jobs/{job_id}/retry': { post: { job: Job } };
  '/api/jobs/{job_id}/pause': { post: { job: Job } };
  '/api/jobs/{job_id}/resume': { post: { job: Job } };
  '/api/jobs/{job_id}/log': { get: JobLog };
  '/api/datasets': { get: { items: Dataset[]; total: number } };
  '/api/datasets/{dataset_id}': {
    get: { dataset: Dataset; last_number: number };
    patch: { dataset: Dataset };
    delete: unknown;
  };
  '/api/datasets/{dataset_id}/columns': { patch: { dataset: Dataset } };
  '/api/datasets/{dataset_id}/reading': { get: { options: ReadingOptions } };
  '/api/datasets/{dataset_id}/reimport': { post: { dataset_id: string; job_id: string } };
  '/api/datasets/{dataset_id}/report': { get: ImportReport };
  '/api/datasets/{dataset_id}/report/cells': { get: ToldCells };
  '/api/datasets/{dataset_id}/parts': { get: { parts: FilePart[] } };
  '/api/datasets/generators': { get: { generators: Generator[] } };
  '/api/datasets/generate': { post: GeneratedPicture & { dataset_id: string } };
  '/api/datasets/generate/preview': { post: GeneratedPicture };
  '/api/maps/methods': { get: { methods: MapMethod[] } };
  '/api/datasets/{dataset_id}/maps': { get: { maps: DatasetMap[] }; post: { map: DatasetMap } };
  '/api/datasets/{dataset_id}/maps/{map_id}': { get: MapAnswer; delete: unknown };
  '/api/uploads': {
    get: { uploads: UnfinishedUpload[] };
    post: UnfinishedUpload | { recognised: true; dataset: Dataset };
  };
  '/api/uploads/{upload_id}': { get: UnfinishedUpload; delete: unknown };
  '/api/uploads/{upload_id}/finish': { post: { dataset_id: string; job_id: string | null } };
  '/api/data/import': { get: Elsewhere; post: { dataset_id: string; job_id: string } };
  '/api/data/preview/{dataset_id}': { get: Preview };
  '/api/datasets/{dataset_id}/lineage': { get: Lineage };
  '/api/datasets/{dataset_id}/recipe/apply': { post: Application };
  '/api/datasets/{dataset_id}/recipe/preview': { post: RecipePreview };
  '/api/recipes': { get: { recipes: Recipe[] }; post: RecipeAnswer };
  '/api/recipes/{recipe_id}': { get: RecipeAnswer; patch: RecipeAnswer; delete: unknown };
  '/api/recipes/steps': { get: StepKinds };
  '/api/algorithms': { get: { algorithms: Algorithm[] } };
  '/api/algorithms/{algorithm_id}': { get: AlgorithmDetail };
  '/api/train/presets': {
    get: { presets: Preset[]; saved: SavedPreset[] };
    post: { preset: SavedPreset };
  };
  '/api/train/presets/{preset_id}': { patch: { preset: SavedPreset }; delete: unknown };
  '/api/train/sweeps': { post: { job: Job } };
  '/api/train/guard': { post: { job: Job } };
  '/api/train/guard/{job_id}': { get: GuardAnswer };
  '/api/train/start': { post: { session_id: string; status: string } };
  '/api/train/stop/{session_id}': { post: { session_id: string; status: string } };
  '/api/training': {
    get: { sessions: Run[]; total: number; is_total_exact: boolean; next_cursor: string | null };
  };
  '/api/training/{session_id}': {
    get: { session: Run };
    patch: { run: ListedRun; notes: RunNotes };
    delete: unknown;
  };
  '/api/training/{session_id}/notes': { get: { notes: RunNotes } };
  '/api/runs/choices': { get: RunChoices };
  '/api/runs/compare': { get: { runs: ComparedRun[]; missing: string[] } };
  '/api/runs/change': { post: { runs: ListedRun[] } };
  '/api/runs/delete': { post: { deleted: string[] } };
  '/api/experiments': {
    get: { experiments: Experiment[]; runs: Record<string, number> };
    post: { experiment: Experiment };
  };
  '/api/experiments/{experiment_id}': {
    get: { experiment: Experiment };
    patch: { experiment: Experiment };
    delete: { deleted: string[] };
  };
  '/api/training/{session_id}/metrics': { get: RunMetrics };
  '/api/training/{session_id}/predictions': { get: PlaneAnswer };
  '/api/training/{session_id}/scores': { get: RunScores };
  '/api/training/{session_id}/test-rows': { get: TestRows };
  '/api/training/{session_id}/scores-by': { get: ScoresBy };
  '/api/training/compare-scores': { get: ScoreComparison };
  '/api/training/{session_id}/points': { get: Points };
  '/api/training/{session_id}/timeline': { get: Timeline };
  '/api/training/{session_id}/controls': { get: RunControls };
  '/api/training/{session_id}/parameters': { post: unknown };
  '/api/training/{session_id}/checkpoints': { get: { checkpoints: RunCheckpoint[] }; post: unknown };
  '/api/training/{session_id}/checkpoints/{checkpoint_id}': { delete: unknown };
  '/api/training/{session_id}/continue': { post: { session_id: string; note: string | null } };
  /** Of a stack there is no run: a job leaves the model. */
  '/api/training/{session_id}/calibrate': { post: { session_id: string | null; status: string; parent_id: string; job_id?: string; model_id?: string } };
  '/api/training/{session_id}/branch': { post: { session_id: string; note: string | null } };
  '/api/training/{session_id}/lineage': { get: RunLineage };
  '/api/search': {
    get: { searches: SearchSummary[]; total: number; next_cursor: string | null };
    post: { search_id: string; status: string };
  };
  '/api/search/space': { post: SpaceAnswer };
  '/api/search/{search_id}': { get: SearchAnswer; delete: unknown };
  '/api/search/{search_id}/trials': { get: Trials };
  '/api/search/{search_id}/trials/{number}/train': { post: { session_id: string; search_id: string; number: number } };
  '/api/search/{search_id}/timeline': { get: Timeline };
  '/api/search/{search_id}/pause': { post: { search_id: string; status: SearchStatus } };
  '/api/search/{search_id}/resume': { post: { search_id: string; status: SearchStatus } };
  '/api/search/{search_id}/stop': { post: { search_id: string; is_stopping: boolean } };
  '/api/astronomy/models': { get: { models: StoredPlanetModel[] } };
  '/api/astronomy/missions': { get: { missions: Mission[] } };
  '/api/astronomy/missions/{mission}/refresh': { post: { job_id: string } };
  '/api/astronomy/model-types': { get: { model_types: ModelType[] } };
  '/api/astronomy/sessions/{session_id}/take-anyway': { post: { session_id: string } };
  '/api/astronomy/signals': { get: KnownSignals };
  '/api/astronomy/sessions': { get: { sessions: SessionSummary[]; total: number } };
  '/api/custom/progress/{session_id}': { get: SessionProgress };
  '/api/custom/result/{session_id}': { get: SessionResult };
  '/api/custom/{session_id}': { delete: { message: string } };
  '/api/models': { get: { items: Model[]; total: number } };
  '/api/models/{model_id}': { get: { model: Model }; delete: unknown };
  '/api/models/registry': { get: { items: ModelName[]; total: number } };
  '/api/models/registry/{name}': { get: NameAnswer; patch: { name: ModelName }; delete: unknown };
  '/api/models/registry/{name}/aliases/{alias}': { put: { name: ModelName }; delete: { name: ModelName } };
  '/api/models/compare': { get: ModelComparison };
  '/api/models/{model_id}/register': { post: { name: ModelName }; delete: { name: ModelName } };
  '/api/models/{model_id}/stage': { post: { name: ModelName } };
  '/api/models/{model_id}/tags': { put: { model: Model } };
  '/api/models/{model_id}/archive': { post: { model: Model } };
  '/api/models/{model_id}/restore': { post: { model: Model } };
  '/api/models/{model_id}/lineage': { get: ModelLineage };
  '/api/models/{model_id}/dependents': { get: Dependents };
  '/api/models/{model_id}/card': { get: ModelCard; put: ModelCard };
  '/api/models/{model_id}/drift': {
    get: { items: DriftReport[]; total: number };
    post: { drift_id: string; job_id: string; report: DriftReport };
  };
  '/api/models/{model_id}/drift/{drift_id}': { get: { report: DriftReport; found: DriftFound | null }; delete: unknown };
  '/api/astronomy/light-curves': { get: { light_curves: LightCurve[] }; post: { light_curve: LightCurve } };
  '/api/astronomy/light-curves/{curve_id}': { get: LightCurveAnswer; delete: unknown };
  '/api/astronomy/light-curves/{curve_id}/search': { post: { light_curve: LightCurve } };
  '/api/models/{model_id}/apply': { post: { model_id: string; dataset_id: string; job_id: string; dataset: Dataset } };
  '/api/models/{model_id}/explanations': {
    get: ExplanationList;
    post: { explanation_id: string; job_id: string; explanation: ModelExplanation };
  };
  '/api/models/{model_id}/explanations/{explanation_id}': { get: ExplanationAnswer; delete: unknown };
  '/api/models/{model_id}/explain-row': { post: RowExplanation };
  '/api/models/{model_id}/predict': { post: { model_id: string; predictions: Prediction[] } };
  '/api/models/{model_id}/structure': { get: { model_id: string } & ModelStructure };
  '/api/auth/me': { get: Account };
  '/api/auth/options': { get: SignInOptions };
  '/api/auth/login': { post: unknown };
  '/api/auth/register': { post: unknown };
  '/api/auth/logout': { post: unknown };
  '/api/auth/password': { post: unknown };
  '/api/auth/keys': { get: { keys: ApiKey[] }; post: { key: ApiKey; secret: string } };
  '/api/auth/keys/{key_id}': { delete: unknown };
  '/api/workspaces': { get: { workspaces: Workspace[] }; post: { workspace: Workspace } };
  '/api/workspaces/{workspace_id}': { patch: { workspace: Workspace } };
  '/api/workspaces/{workspace_id}/members': { get: { members: Member[] } };
  '/api/workspaces/{workspace_id}/members/{user_id}': { patch: unknown; delete: unknown };
  '/api/workspaces/{workspace_id}/leave': { post: unknown };
  '/api/workspaces/{workspace_id}/state': { get: SharedState; post: SharedState };
  '/api/workspaces/{workspace_id}/invites': { get: { invites: Invite[] } };
  '/api/workspaces/{workspace_id}/invites/{invite_id}': { delete: unknown };
  '/api/workspaces/{workspace_id}/invite': { post: { id: string; invite_token: string; invite_url: string } };
  '/api/workspaces/{workspace_id}/join': { post: { role: Role } };
}

/** An operation as the server describes it, with the answer as this page reads it. */
type Answering<Operation, Answer> = Omit<Operation, 'responses'> & {
  responses: { 200: { content: { 'application/json': Answer } } };
};

/** The addresses whose answers the server describes whole, so that nothing has to be said of them here. */
type Described = Pick<
  paths,
  | '/api/data/query/{dataset_id}'
  | '/api/data/statistics/{dataset_id}'
  | '/api/data/cell/{dataset_id}'
  | '/api/data/compare/{dataset_id}'
  | '/api/data/correlations/{dataset_id}'
  | '/api/data/missingness/{dataset_id}'
  | '/api/data/pairs/{dataset_id}'
>;

/** The addresses this page calls; one that the server no longer has is a type error where it is used. */
export type Paths = Described & {
  [Path in keyof Answers & keyof paths]: {
    [Method in keyof Answers[Path] & keyof paths[Path]]: Answering<paths[Path][Method], Answers[Path][Method]>;
  };
};
