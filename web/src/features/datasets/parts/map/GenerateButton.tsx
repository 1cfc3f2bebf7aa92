import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Button } from '../../../../ui/Button';
import { Dialog } from '../../../../ui/Dialog';
import { Faces } from '../../../../ui/Faces';
import { icons } from '../../../../ui/icons';
import { GenerateForm } from './GenerateForm';
import { generatorsQuery } from './map-queries';

/** Opens the dialog in which a synthetic table is made. */
export function GenerateButton() {
  const [isOpen, setIsOpen] = useState(false);
  const generators = useQuery({ ...generatorsQuery(), enabled: isOpen });
  return (
    <>
      <Button icon={icons.plus} onClick={() => setIsOpen(true)}>
        Generate
      </Button>
      <Dialog title="Generate a table" isWide isOpen={isOpen} onClose={() => setIsOpen(false)}>
        <Faces of="generators" query={generators}>
          {(data) => <GenerateForm generators={data.generators} />}
        </Faces>
      </Dialog>
    </>
  );
}
