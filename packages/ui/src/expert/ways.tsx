import type { ExpertState } from 'beside/protocol';
import { Icon, type IconName } from '../parts/icon.js';
import { useText } from '../text/use-text.js';

/** Every way to the novice that the invitation has, with what came of it. */
export function Ways({ ways }: Pick<ExpertState, 'ways'>) {
  const text = useText().expert;
  if (ways.length === 0) return null;
  return (
    <section className="card" aria-labelledby="ways-heading">
      <h2 id="ways-heading">{text.ways}</h2>
      <ul className="ways">
        {ways.map(({ address, result }) => (
          <li key={address} className={result}>
            <Icon name={iconOf(result)} />
            <span className="mono">{address}</span>
            <span>{text.way[result]}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function iconOf(result: ExpertState['ways'][number]['result']): IconName {
  if (result === 'trying') return 'clock';
  return result === 'connected' ? 'check' : 'cross';
}
