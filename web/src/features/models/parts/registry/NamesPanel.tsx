import { useQuery } from '@tanstack/react-query';
import { formatCountOf } from '../../../../lib/format';
import { Panel } from '../../../../ui/Panel';
import { namesQuery } from '../../registry-queries';
import { NameTable } from './NameTable';

/** The registered names; nothing where there is none yet. */
export function NamesPanel() {
  const names = useQuery(namesQuery()).data?.items ?? [];
  if (names.length === 0) return null;
  return (
    <Panel title="Registered" isFlush aside={formatCountOf(names.length, 'name')}>
      <NameTable names={names} />
    </Panel>
  );
}
