import { useQuery } from '@tanstack/react-query';
import { useParams } from 'react-router';
import { trainingQuery } from '../../api/queries';
import { Faces } from '../../ui/Faces';
import { ExternalRun } from './parts/ExternalRun';
import { FitRun } from './parts/FitRun';

/** One training, live while it runs and whole afterwards. */
export function RunPage() {
  const { sessionId = '' } = useParams();
  const query = useQuery(trainingQuery(sessionId));
  return (
    <Faces of="run" query={query}>
      {({ session }) =>
        session.source === 'fit' ? (
          <FitRun key={sessionId} id={sessionId} />
        ) : (
          <ExternalRun key={sessionId} session={session} />
        )
      }
    </Faces>
  );
}
