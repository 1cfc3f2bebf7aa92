import { Notice } from '../../../ui/Notice';

const SHOWN = 5;

/** What the import found odd, in its own words; a long list is folded. */
export function Warnings({ warnings }: { warnings: readonly string[] }) {
  if (warnings.length === 0) return null;
  const rest = warnings.slice(SHOWN);
  return (
    <Notice tone="brass" title="Worth knowing about this table">
      <ul>
        {warnings.slice(0, SHOWN).map((warning) => (
          <li key={warning}>{warning}</li>
        ))}
      </ul>
      {rest.length > 0 && (
        <details>
          <summary>{`${rest.length} more`}</summary>
          <ul>
            {rest.map((warning) => (
              <li key={warning}>{warning}</li>
            ))}
          </ul>
        </details>
      )}
    </Notice>
  );
}
