import type { Search } from '../../../../api/search-answers';
import { Button } from '../../../../ui/Button';
import { icons } from '../../../../ui/icons';
import { useToast } from '../../../../ui/toast';
import { usePauseSearch } from '../../queries';

/** Has a search stand still, or go on where it stood. */
export function PauseSearch({ search }: { search: Search }) {
  const pause = usePauseSearch();
  const tell = useToast();
  const isPaused = search.status === 'paused';
  return (
    <Button
      icon={isPaused ? icons.play : icons.pause}
      isBusy={pause.isPending || search.status === 'pausing'}
      onClick={() => pause.mutate({ id: search.id, isPaused }, { onError: (error) => tell({ tone: 'bad', text: error.message }) })}
    >
      {isPaused ? 'Resume' : search.status === 'pausing' ? 'Pausing' : 'Pause'}
    </Button>
  );
}
