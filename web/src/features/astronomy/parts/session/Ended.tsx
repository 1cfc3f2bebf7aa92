import type { SessionProgress } from '../../../../api/astronomy-answers';
import { Button } from '../../../../ui/Button';
import { EditorsOnly } from '../../../../ui/EditorsOnly';
import { icons } from '../../../../ui/icons';
import { Notice } from '../../../../ui/Notice';
import { useTakeAnyway } from '../../queries';

const REFUSED = 'worse_on_old';

/** Why a session ended without a result; a model that was refused can be taken anyway. */
export function Ended({ session }: { session: SessionProgress }) {
  if (session.error_code === REFUSED) return <Refused session={session} />;
  return (
    <Notice tone="bad" title="The session ended without a result">
      {session.error}
    </Notice>
  );
}

function Refused({ session }: { session: SessionProgress }) {
  const take = useTakeAnyway(session.session_id);
  return (
    <Notice tone="brass" title="The model got worse, so it was not taken">
      <p>{session.error}</p>
      <EditorsOnly>
        <Button icon={icons.check} isBusy={take.isPending} onClick={() => take.mutate()}>
          Take it anyway
        </Button>
      </EditorsOnly>
      {take.error !== null && <p role="alert">{take.error.message}</p>}
    </Notice>
  );
}
