import type { KnownSignal, TransitSignal } from '../../../api/light-curve-answers';
import { formatNumber, formatShare } from '../../../lib/format';
import { Notice } from '../../../ui/Notice';
import { Panel } from '../../../ui/Panel';
import { FoldedChart } from './FoldedChart';
import styles from './Signal.module.css';

const SAID: Record<string, string> = { planet: 'planet', candidate: 'candidate', false_positive: 'false positive' };

const TELESCOPES: Record<string, string> = { kepler: 'Kepler', tess: 'TESS', k2: 'K2' };

interface SignalProps {
  signal: TransitSignal;
  number: number;
  /** What a mission’s table tells of it. */
  known: KnownSignal | null;
}

/** A signal: its fold, its numbers, what speaks against a planet, and what the model says. */
export function Signal({ signal, number, known }: SignalProps) {
  return (
    <Panel title={`Signal ${number}: every ${signal.period.toFixed(4)} days`} aside={`${signal.dips.length} dips seen`}>
      <div className={styles.split}>
        <FoldedChart signal={signal} />
        <div>
          <dl className={styles.facts}>
            {factsOf(signal, known).map(([name, value]) => (
              <div key={name}>
                <dt>{name}</dt>
                <dd>{value}</dd>
              </div>
            ))}
          </dl>
          {signal.remarks.map((remark) => (
            <Notice key={remark} tone="brass">
              {remark}
            </Notice>
          ))}
        </div>
      </div>
    </Panel>
  );
}

function factsOf(signal: TransitSignal, known: KnownSignal | null): [string, string][] {
  const { odd_even: parity, secondary, model } = signal;
  const facts: [string, string][] = [
    ['Depth', `${formatNumber(signal.depth_ppm)} ppm`],
    ['Lasts', `${formatNumber(signal.duration_hours)} hours`],
    ['Signal to noise', signal.snr.toFixed(1)],
    ['Efficiency of detection', signal.sde.toFixed(1)],
    ['Odd against even dips', parity === null ? 'too few dips' : `${Math.abs(parity.sigma).toFixed(1)} sigma apart`],
    ['Second dip', `signal to noise ${secondary.snr.toFixed(1)} at phase ${secondary.phase.toFixed(2)}`],
  ];
  if (known !== null) facts.unshift(['In the table', `${known.name}, every ${known.period.toFixed(4)} days: ${known.disposition}`]);
  if (model === null) return facts;
  const said = Object.entries(model.probabilities)
    .sort((one, other) => other[1] - one[1])
    .map(([name, share]) => `${SAID[name] ?? name} ${formatShare(share)}`);
  facts.push([`${TELESCOPES[model.mission] ?? model.mission}’s model says`, said.join(', ')]);
  facts.push(['It was not told', `${model.not_measured.length} of its columns, which this curve does not measure`]);
  return facts;
}
