import type { SessionLine } from 'beside/protocol';
import { fragmentOf } from '../../connection/route.js';
import { FailureText } from '../../parts/failure.js';
import { Icon } from '../../parts/icon.js';
import { Page } from '../../parts/page.js';
import { useNow } from '../../parts/use-now.js';
import { type Requested, useRequested } from '../../parts/use-requested.js';
import { useText } from '../../text/use-text.js';

/** What is in the record of one session, line by line. */
export function LogPage({ session }: { readonly session: string }) {
  const text = useText();
  const [requested] = useRequested({ do: 'log', session });
  return (
    <Page heading={text.records.log} icon="history">
      <Log requested={requested} />
      <div className="actions">
        <a className="button" href={fragmentOf({ page: 'sessions' })}>
          <Icon name="back" />
          <span>{text.records.backToSessions}</span>
        </a>
      </div>
    </Page>
  );
}

function Log({ requested }: { readonly requested: Requested }) {
  const text = useText();
  const now = useNow();
  if (requested.stage === 'waiting') return <p className="soft">{text.records.loading}</p>;
  if (requested.stage === 'failed') return <FailureText>{requested.message}</FailureText>;
  const { result } = requested;
  const lines: readonly SessionLine[] = result && 'log' in result ? result.log : [];
  if (lines.length === 0) return <p className="soft">{text.records.emptyLog}</p>;
  return (
    <ol className="card log">
      {lines.map((line, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: lines of a record have no name and never move
        <li key={i}>
          <time dateTime={line.time}>{text.moment(Date.parse(line.time), now)}</time>
          <span>{text.logLine(line)}</span>
        </li>
      ))}
    </ol>
  );
}
