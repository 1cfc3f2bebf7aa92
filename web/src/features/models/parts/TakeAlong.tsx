import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Model } from '../../../api/types';
import { Button } from '../../../ui/Button';
import { Dialog } from '../../../ui/Dialog';
import { Faces } from '../../../ui/Faces';
import { icons } from '../../../ui/icons';
import { formatsQuery } from '../queries';
import { FormatRow } from './FormatRow';
import styles from './TakeAlong.module.css';

/** Offers a model in every form that it can be had in, and says why it cannot be had in another. */
export function TakeAlong({ model }: { model: Model }) {
  const [isOpen, setIsOpen] = useState(false);
  const formats = useQuery({ ...formatsQuery(model.id), enabled: isOpen });
  return (
    <>
      <Button look="primary" icon={icons.download} onClick={() => setIsOpen(true)}>
        Take along
      </Button>
      <Dialog title="Take this model along" isOpen={isOpen} onClose={() => setIsOpen(false)}>
        <Faces of="forms" query={formats}>
          {({ formats: found }) => (
            <ul className={styles.formats}>
              {found.map((format) => (
                <FormatRow key={format.id} model={model} format={format} />
              ))}
            </ul>
          )}
        </Faces>
      </Dialog>
    </>
  );
}
