import { queryOptions, useQuery } from '@tanstack/react-query';
import { useEffect, useReducer, useRef } from 'react';
import { answerOf, api } from '../api/client';
import { keys, topics } from '../api/keys';
import { Sharing } from '../lib/state/sharing';
import { useStateStore } from '../lib/state/use-path';

/** What the people of a workspace choose together; everything else is each one's own. */
const SHARED = ['selected_algorithm', 'hyperparameters'] as const;

interface SharedChoicesProps {
  workspaceId: string;
  /** Those who only look see what others choose. */
  mayChoose: boolean;
}

function sharedStateQuery(workspaceId: string) {
  const path = { workspace_id: workspaceId };
  return queryOptions({
    queryKey: keys.sharedState(workspaceId),
    queryFn: ({ signal }) => answerOf(api.GET('/api/workspaces/{workspace_id}/state', { params: { path }, signal })),
    meta: { topics: topics.workspace(workspaceId) },
  });
}

/** Keeps what is chosen on this page in step with what others choose in the same workspace. */
export function SharedChoices({ workspaceId, mayChoose }: SharedChoicesProps) {
  const store = useStateStore();
  const held = useQuery(sharedStateQuery(workspaceId)).data;
  const [round, again] = useReducer((count: number) => count + 1, 0);
  const sharing = useRef<Sharing>(null);
  const heard = useRef(new Set<string>());

  useEffect(() => {
    if (!mayChoose) return;
    const shares = new Sharing(async (choices) => {
      const params = { path: { workspace_id: workspaceId } };
      const updates = choices.map(({ path, value }) => (value === undefined ? { path } : { path, value }));
      const call = api.POST('/api/workspaces/{workspace_id}/state', { params, body: { updates } });
      return (await answerOf(call)).version;
    }, again);
    sharing.current = shares;
    const stop = store.onChosen((path, value) => {
      if (SHARED.some((name) => path === name || path.startsWith(`${name}.`))) shares.choose({ path, value });
    });
    return () => {
      stop();
      sharing.current = null;
    };
  }, [store, workspaceId, mayChoose]);

  useEffect(() => {
    if (held === undefined || sharing.current?.knowsAll(held.version) === false) return;
    for (const name of SHARED) {
      // What nobody has chosen here yet does not take away what this browser remembers.
      if (name in held.state) heard.current.add(name);
      if (heard.current.has(name)) store.receive(name, held.state[name]);
    }
  }, [store, held, round]);

  return null;
}
