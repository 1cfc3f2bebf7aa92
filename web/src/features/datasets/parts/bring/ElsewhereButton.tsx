import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useMayEdit } from '../../../../lib/role';
import { Button } from '../../../../ui/Button';
import { Dialog } from '../../../../ui/Dialog';
import { icons } from '../../../../ui/icons';
import { elsewhereQuery } from './elsewhere-queries';
import { ElsewhereForm } from './ElsewhereForm';

/** Opens the dialog in which the server is told to fetch a file, where it may. */
export function ElsewhereButton({ onImporting }: { onImporting: (datasetId: string) => void }) {
  const [isOpen, setIsOpen] = useState(false);
  const { data } = useQuery({ ...elsewhereQuery(), enabled: useMayEdit() });
  if (data === undefined || !(data.urls || data.folders)) return null;
  return (
    <>
      <Button icon={icons.download} onClick={() => setIsOpen(true)}>
        Fetch a file
      </Button>
      <Dialog title="Fetch a file" isOpen={isOpen} onClose={() => setIsOpen(false)}>
        <ElsewhereForm elsewhere={data} onImporting={onImporting} />
      </Dialog>
    </>
  );
}
