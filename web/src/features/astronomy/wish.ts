import type { MissionKey } from '../../api/astronomy-answers';

/** What a session is to do. Parameters hold only what somebody touched. */
export interface Wish {
  flow: 'custom' | 'pretrained';
  data: 'nasa' | 'user';
  mission: MissionKey;
  modelType: string;
  parameters: Readonly<Record<string, string>>;
  training: File | null;
  testing: File | null;
  /** A model of the workspace that is asked instead of the shipped one; empty for that. */
  modelId: string;
  /** Asks what Kepler taught instead of the mission’s own model. */
  isFromKepler: boolean;
}

export const FIRST_WISH: Wish = {
  flow: 'custom',
  data: 'nasa',
  mission: 'kepler',
  modelType: 'random_forest',
  parameters: {},
  training: null,
  testing: null,
  modelId: '',
  isFromKepler: false,
};

/** What is still wanting before a session can begin; null where nothing is. */
export function wanting(wish: Wish): string | null {
  if (wish.data === 'nasa') return null;
  if (wish.training === null) return 'Choose a training file.';
  return wish.flow === 'custom' && wish.testing === null ? 'Choose a testing file.' : null;
}

/** Whether what Kepler taught is asked: only about the table of TESS. */
export function asksKepler({ flow, data, mission, isFromKepler }: Wish): boolean {
  return isFromKepler && flow === 'pretrained' && data === 'nasa' && mission === 'tess';
}

/** The form that the server takes. */
export function formOf(wish: Wish): FormData {
  const form = new FormData();
  form.append('data_source', wish.data);
  form.append(wish.data === 'nasa' ? 'dataset_name' : 'data_format', wish.mission);
  if (wish.flow === 'custom') {
    form.append('model_type', wish.modelType);
    form.append('hyperparameters', JSON.stringify(wish.parameters));
  }
  if (wish.flow === 'pretrained' && wish.modelId !== '' && !asksKepler(wish)) form.append('model_id', wish.modelId);
  if (asksKepler(wish)) form.append('learned_from', 'kepler');
  if (wish.data === 'user') {
    if (wish.training !== null) form.append('training_file', wish.training);
    if (wish.flow === 'custom' && wish.testing !== null) form.append('testing_file', wish.testing);
  }
  return form;
}
