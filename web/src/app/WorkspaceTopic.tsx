import { useTopic } from '../live/use-live';

/** Hears of everything in the workspace, as long as the frame stands. */
export function WorkspaceTopic({ id }: { id: string }) {
  useTopic(`workspace:${id}`, null);
  return null;
}
