import { useState } from 'react';
import { useNavigate } from 'react-router';
import type { Model } from '../../../api/types';
import { CALIBRATIONS, isCalibration } from '../../../lib/calibration';
import { Button } from '../../../ui/Button';
import { Field } from '../../../ui/Field';
import { Notice } from '../../../ui/Notice';
import { Panel } from '../../../ui/Panel';
import { Select } from '../../../ui/Select';
import { useCalibration } from '../queries';
import styles from './ApplyPanel.module.css';

/** Makes probabilities say how often they come true; a new run, of a stack a job, leaves the calibrated model. */
export function CalibratePanel({ model }: { model: Model }) {
  const [method, setMethod] = useState('sigmoid');
  const navigate = useNavigate();
  const isStack = model.algorithm === 'stack';
  const calibration = useCalibration(isStack ? model.id : (model.job_id ?? ''));
  if (model.task !== 'classification' || model.job_id === null) return null;
  // A stack that is calibrated has no other rows than those that calibrated it.
  if (isStack && model.calibration != null) return null;
  return (
    <Panel title="Calibrate probabilities" aside={isStack ? 'on the rows that its members held back' : 'on the rows kept from its training'}>
      <div className={styles.line}>
        <Field label="Method" hint="Isotonic follows any shape, and wants a thousand validation rows; the others do with a hundred.">
          {(control) => <Select {...control} value={method} options={CALIBRATIONS} onChange={setMethod} />}
        </Field>
        <Button
          look="primary"
          isBusy={calibration.isPending}
          onClick={() => {
            if (isCalibration(method)) calibration.mutate(method, { onSuccess: (place) => void navigate(place) });
          }}
        >
          Calibrate
        </Button>
      </div>
      {calibration.error !== null && <Notice tone="bad">{calibration.error.message}</Notice>}
    </Panel>
  );
}
