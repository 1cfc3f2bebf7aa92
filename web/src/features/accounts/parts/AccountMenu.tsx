import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { meQuery } from '../../../api/account-queries';
import { Button } from '../../../ui/Button';
import { Dialog } from '../../../ui/Dialog';
import { Facts } from '../../../ui/Facts';
import { IconButton } from '../../../ui/IconButton';
import { icons } from '../../../ui/icons';
import { useSignOut } from '../queries';

/** Who is signed in and the way out; nothing for the implicit owner of a local server. */
export function AccountMenu() {
  const me = useQuery(meQuery());
  const [isOpen, setIsOpen] = useState(false);
  const signOut = useSignOut();
  const navigate = useNavigate();
  if (me.data === undefined || me.data.kind === 'local') return null;
  const { name, email } = me.data;
  return (
    <>
      <IconButton label={`Account of ${name}`} icon={icons.person} onClick={() => setIsOpen(true)} />
      <Dialog
        title="Account"
        isOpen={isOpen}
        onClose={() => setIsOpen(false)}
        footer={
          <>
            <Button
              onClick={() => {
                setIsOpen(false);
                void navigate('/account');
              }}
            >
              Keys and password
            </Button>
            <Button isBusy={signOut.isPending} onClick={() => signOut.mutate()}>
              Sign out
            </Button>
          </>
        }
      >
        <Facts
          facts={[
            { label: 'Name', value: name },
            { label: 'Email', value: email ?? '–' },
          ]}
        />
      </Dialog>
    </>
  );
}
