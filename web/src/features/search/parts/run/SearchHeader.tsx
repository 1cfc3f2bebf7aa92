import { Link } from 'react-router';
import type { Search, SearchLeft } from '../../../../api/search-answers';
import { stateWord } from '../../../../lib/job-words';
import { Announcement } from '../../../../ui/Announcement';
import { Button } from '../../../../ui/Button';
import { ButtonLink } from '../../../../ui/ButtonLink';
import { icons } from '../../../../ui/icons';
import { EditorsOnly } from '../../../../ui/EditorsOnly';
import { PageHeader } from '../../../../ui/PageHeader';
import { StateBadge } from '../../../../ui/StateBadge';
import { useToast } from '../../../../ui/toast';
import { useStopSearch } from '../../queries';
import { stateOf } from '../../state-of';
import { DeleteSearch } from './DeleteSearch';
import { PauseSearch } from './PauseSearch';

/** What is searched, in which state, and what can be done about it. */
export function SearchHeader({ search, left }: { search: Search; left: SearchLeft }) {
  const stop = useStopSearch();
  const tell = useToast();
  const isOver = search.finished_at !== null;
  const modelId = search.outcome?.model_id ?? null;
  return (
    <PageHeader
      title={search.name}
      above={<Link to="/search">Search</Link>}
      beside={
        <>
          <StateBadge state={stateOf(search.status)} />
          <Announcement text={search.is_stopping && !isOver ? 'Ending' : stateWord(stateOf(search.status))} />
        </>
      }
      actions={
        <>
          <EditorsOnly>
            {!isOver && <PauseSearch search={search} />}
            {!isOver && search.outcome === null && (
              <Button
                icon={icons.stop}
                isBusy={stop.isPending || search.is_stopping}
                onClick={() => stop.mutate(search.id, { onError: (error) => tell({ tone: 'bad', text: error.message }) })}
              >
                {search.is_stopping ? 'Ending' : 'End and keep the best'}
              </Button>
            )}
            {isOver && <DeleteSearch search={search} left={left} />}
          </EditorsOnly>
          {search.outcome !== null && <ButtonLink to={`/runs/${search.outcome.training_id}`}>Training of the best</ButtonLink>}
          {modelId !== null && (
            <ButtonLink to={`/models/${modelId}`} look="primary" icon={icons.model}>
              Open model
            </ButtonLink>
          )}
        </>
      }
    />
  );
}
