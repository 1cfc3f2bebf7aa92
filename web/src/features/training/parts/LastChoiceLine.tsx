import { skipToken, useQuery } from '@tanstack/react-query';
import { meQuery } from '../../../api/account-queries';
import { keys } from '../../../api/keys';
import type { LastChoice } from '../../../api/shared-state';
import { currentWorkspace } from '../../../api/workspace';
import type { Field } from '../../../lib/schema/fields';
import { Time } from '../../../ui/Time';
import { usePeople } from '../runs-queries';
import { choiceText } from '../choice-words';
import styles from './AlgorithmStep.module.css';

interface LastChoiceLineProps {
  algorithm: string;
  fields: readonly Field[];
}

/** Who else of the workspace has just chosen what; nothing while nobody has. */
export function LastChoiceLine({ algorithm, fields }: LastChoiceLineProps) {
  const workspaceId = currentWorkspace.get() ?? '';
  const last = useQuery<LastChoice>({ queryKey: keys.lastChoice(workspaceId), queryFn: skipToken }).data;
  const people = usePeople();
  const me = useQuery({ ...meQuery(), enabled: last !== undefined && last.user_id !== 'local' }).data;
  if (last === undefined || me === undefined || last.user_id === (me.user?.id ?? me.id)) return null;
  const what = choiceText(last, algorithm, fields);
  if (what === null) return null;
  return (
    <p className={styles.last} role="status">
      <strong>{people.get(last.user_id) ?? 'Somebody'}</strong> {what}, <Time time={last.time} />
    </p>
  );
}
