import { Link, useNavigate } from 'react-router';
import type { Search, Trial } from '../../../../api/search-answers';
import { Button } from '../../../../ui/Button';
import { EditorsOnly } from '../../../../ui/EditorsOnly';
import { useToast } from '../../../../ui/toast';
import { useTrainTrial } from '../../queries';
import styles from '../../SearchRunPage.module.css';
import { useChoose } from '../../use-choose';

/** What can be done with the values of a trial: train with them at once, or change them before. */
export function TrialActions({ search, trial }: { search: Search; trial: Trial }) {
  const choose = useChoose();
  const navigate = useNavigate();
  const train = useTrainTrial(search.id);
  const tell = useToast();
  return (
    <span className={styles.actions}>
      {trial.run_id == null ? (
        <EditorsOnly>
          <Button
            look="quiet"
            aria-label={`Train it: trial ${trial.number}`}
            isBusy={train.isPending}
            onClick={() =>
              train.mutate(trial.number, {
                onSuccess: (run) => void navigate(`/runs/${run}`),
                onError: (error) => tell({ tone: 'bad', text: error.message }),
              })
            }
          >
            Train it
          </Button>
        </EditorsOnly>
      ) : (
        <Link to={`/runs/${trial.run_id}`} aria-label={`Open run of trial ${trial.number}`}>
          Open run
        </Link>
      )}
      <Button
        look="quiet"
        aria-label={`Use values of trial ${trial.number}`}
        onClick={() => {
          choose.values(search, trial);
          void navigate('/');
        }}
      >
        Use values
      </Button>
    </span>
  );
}
