import { useQuery } from '@tanstack/react-query';
import { Link, useSearchParams } from 'react-router';
import { copyText } from '../../lib/clipboard';
import { formatCountOf } from '../../lib/format';
import { useToast } from '../../ui/toast';
import { Button } from '../../ui/Button';
import { EmptyState } from '../../ui/EmptyState';
import { Faces } from '../../ui/Faces';
import { Field } from '../../ui/Field';
import { icons } from '../../ui/icons';
import { Notice } from '../../ui/Notice';
import { PageHeader } from '../../ui/PageHeader';
import { Panel } from '../../ui/Panel';
import { Toggle } from '../../ui/Toggle';
import { CompareCurves } from './compare/CompareCurves';
import { CompareTable } from './compare/CompareTable';
import { SameRows } from './compare/SameRows';
import styles from './compare/Compare.module.css';
import { comparisonQuery } from './runs-queries';

/** Two to twenty runs side by side; which ones, and how they are drawn, stands in the address. */
export function ComparePage() {
  const [params, setParams] = useSearchParams();
  const tell = useToast();
  const ids = (params.get('ids') ?? '').split(',').filter((id) => id !== '');
  const query = useQuery(comparisonQuery(ids));
  const weight = Math.min(0.98, Math.max(0, Number(params.get('smooth') ?? 0) || 0));
  const change = (part: Record<string, string>) =>
    setParams((before) => {
      const after = new URLSearchParams(before);
      for (const [name, value] of Object.entries(part)) after.set(name, value);
      return after;
    }, { replace: true });
  const leaveOut = (id: string) => change({ ids: ids.filter((one) => one !== id).join(',') });
  const copy = async () => {
    const isCopied = await copyText(window.location.href);
    tell(isCopied ? { tone: 'good', text: 'The address of this comparison is copied.' } : { tone: 'bad', text: 'The browser did not let it be copied.' });
  };
  return (
    <>
      <PageHeader
        title="Compare runs"
        above={<Link to="/runs">Runs</Link>}
        lead={`${formatCountOf(ids.length, 'run')} side by side.`}
        actions={
          <Button icon={icons.link} onClick={() => void copy()}>
            Copy address
          </Button>
        }
      />
      {ids.length < 2 ? (
        <Panel title="Comparison">
          <EmptyState title="Choose two runs or more">Choose them in the list of runs, then press Compare.</EmptyState>
        </Panel>
      ) : (
        <Faces of="runs" query={query}>
          {({ runs, missing }) => (
            <div className={styles.page}>
              {missing.length > 0 && (
                <Notice tone="accent">{formatCountOf(missing.length, 'run')} of this address was deleted, or is in another workspace.</Notice>
              )}
              <CompareCurves
                runs={runs}
                metric={params.get('metric')}
                axis={params.get('x') === 'time' ? 'time' : 'step'}
                weight={weight}
                onChange={change}
              />
              <SameRows runs={runs} />
              <Panel
                title="Differences"
                isFlush
                actions={
                  <Field label="Fold what is the same">
                    {(control) => (
                      <Toggle {...control} isOn={params.get('same') !== 'shown'} onChange={(isOn) => change({ same: isOn ? 'folded' : 'shown' })} />
                    )}
                  </Field>
                }
              >
                <CompareTable runs={runs} isFolded={params.get('same') !== 'shown'} onRemove={leaveOut} />
              </Panel>
            </div>
          )}
        </Faces>
      )}
    </>
  );
}
