import { useRef, useState } from 'react';
import { Link } from 'react-router';
import type { Model } from '../../../api/types';
import { Button } from '../../../ui/Button';
import { ButtonLink } from '../../../ui/ButtonLink';
import { Field } from '../../../ui/Field';
import { icons } from '../../../ui/icons';
import { Notice } from '../../../ui/Notice';
import { Panel } from '../../../ui/Panel';
import { useFilePrediction } from '../queries';
import styles from './ApplyPanel.module.css';
import { JobOutcome } from './JobOutcome';
import { ReasonsChoice } from './ReasonsChoice';

/** A file of rows, such as CSV or Excel, that comes back with what the model says of each. */
export function PredictFilePanel({ model }: { model: Model }) {
  const input = useRef<HTMLInputElement>(null);
  const [reasons, setReasons] = useState(0);
  const prediction = useFilePrediction(model.id);
  const made = prediction.data;
  return (
    <Panel title="Predict a file" aside="CSV, Excel, Parquet, …">
      <div className={styles.line}>
        {model.describes === null && <ReasonsChoice value={reasons} onChange={setReasons} />}
        <Field label="File of rows">
          {(control) => (
            <>
              <input
                ref={input}
                type="file"
                hidden
                aria-label="File to predict"
                onChange={(event) => {
                  const file = event.target.files?.[0];
                  event.target.value = '';
                  if (file !== undefined) prediction.mutate({ file, reasons });
                }}
              />
              <Button
                {...control}
                look="primary"
                icon={icons.upload}
                isBusy={prediction.isPending}
                onClick={() => input.current?.click()}
              >
                {prediction.isPending ? 'Reading the file' : 'Choose a file'}
              </Button>
            </>
          )}
        </Field>
      </div>
      <div aria-live="polite">
        {prediction.error !== null && <Notice tone="bad">{prediction.error.message}</Notice>}
        {made !== undefined && (
          <JobOutcome jobId={made.job_id} of="predictions">
            <div className={styles.made}>
              <ButtonLink
                to={`${made.download}&workspace_id=${model.workspace_id}`}
                icon={icons.download}
                isDownload
              >
                Download predictions
              </ButtonLink>
              <Link to={`/data/${made.dataset_id}`}>Look at them here</Link>
            </div>
          </JobOutcome>
        )}
      </div>
    </Panel>
  );
}
