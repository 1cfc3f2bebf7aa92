import { useState } from 'react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { Job } from '../../../api/types';
import { isFinished } from '../../../lib/job-words';
import { useLatest } from '../../../live/use-live';
import { Faces } from '../../../ui/Faces';
import { Panel } from '../../../ui/Panel';
import { readLivePicture, type LivePicture } from './live-picture';
import { LivePlane } from './LivePlane';
import { isWithoutPlane, planeQuery, type PlaneChoice } from './plane-queries';
import { PlaneView } from './PlaneView';
import { titleOf } from './plane-words';

/** What a run's model says over two columns: live while it learns, and of the model that was kept. */
export function RunPlane({ job }: { job: Job }) {
  const picture = readLivePicture(useLatest(`job:${job.id}`, 'picture'));
  if (!isFinished(job.state)) return picture === null ? null : <LivePlane picture={picture} />;
  // Nothing was kept where there is no result.
  return job.result === null ? null : <KeptPlane runId={job.id} picture={picture} />;
}

/** The columns stay those that were seen live, until somebody chooses others. */
function KeptPlane({ runId, picture }: { runId: string; picture: LivePicture | null }) {
  const [choice, setChoice] = useState<PlaneChoice>(() => columnsOf(picture));
  const query = useQuery({ ...planeQuery(runId, choice), placeholderData: keepPreviousData });
  if (isWithoutPlane(query.error)) return null;
  const title = titleOf(query.data?.task);
  return (
    <Panel title={title} aside="of the model that was kept">
      <Faces of="plane" query={query}>
        {(answer) => <PlaneView answer={answer} isOld={query.isPlaceholderData} choice={choice} onChoose={setChoice} />}
      </Faces>
    </Panel>
  );
}

/** Very long names are cut in what is told live, so that they name no column. */
const LONGEST = 100;

function columnsOf(picture: LivePicture | null): PlaneChoice {
  if (picture === null) return {};
  const { x, y } = picture.plane;
  return [x, y].every(({ name }) => name.length < LONGEST) ? { x: x.name, y: y.name } : {};
}
