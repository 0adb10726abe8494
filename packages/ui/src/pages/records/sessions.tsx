import type { SessionSummary } from 'beside/protocol';
import { fragmentOf } from '../../connection/route.js';
import { usePageState } from '../../connection/use-program.js';
import { Icon } from '../../parts/icon.js';
import { useNow } from '../../parts/use-now.js';
import { type Requested, useRequested } from '../../parts/use-requested.js';
import { useText } from '../../text/use-text.js';
import { RecordsList, RecordsPage } from './records-page.js';

/** Every session that there is a record of. */
export function SessionsPage() {
  const text = useText();
  const [requested, again] = useRequested({ do: 'history' });
  const sessions = sessionsOf(requested);
  return (
    <RecordsPage
      heading={text.records.sessions}
      lead={text.records.sessionsLead}
      icon="history"
      some={sessions.length > 0}
      forget={{ label: text.records.forgetSessions, question: text.records.forgetSessionsAsk, yes: text.records.delete }}
      what="history"
      onForgotten={again}
    >
      <Sessions requested={requested} sessions={sessions} />
    </RecordsPage>
  );
}

/** The latest of them, for the start page. */
export function RecentSessions({ most }: { readonly most: number }) {
  const text = useText();
  const [requested] = useRequested({ do: 'history' });
  const sessions = sessionsOf(requested);
  return (
    <section className="card" aria-labelledby="sessions">
      <h2 id="sessions">{text.records.sessions}</h2>
      <Sessions requested={requested} sessions={sessions.slice(0, most)} />
      {sessions.length > 0 && <a href={fragmentOf({ page: 'sessions' })}>{text.records.allSessions}</a>}
    </section>
  );
}

function sessionsOf(requested: Requested): readonly SessionSummary[] {
  const { result } = requested.stage === 'there' ? requested : {};
  const sessions = result && 'sessions' in result ? result.sessions : [];
  return sessions.toSorted((a, b) => b.startedAt - a.startedAt);
}

function Sessions({ requested, sessions }: { readonly requested: Requested; readonly sessions: readonly SessionSummary[] }) {
  const text = useText();
  const now = useNow();
  const { settings } = usePageState();
  const rows = sessions.map((session) => {
    const who = text.records.who(session);
    const when = text.moment(session.startedAt, now);
    return (
      <li key={session.id} className="record-row">
        <Icon name={session.role === 'novice' ? 'ask' : 'help'} />
        <div>
          <a href={fragmentOf({ page: 'log', session: session.id })} aria-label={text.records.openLog(who, when)}>
            {who}
          </a>
          <span className="soft small">{when}</span>
          <span className="soft small">{text.records.details(session)}</span>
        </div>
      </li>
    );
  });
  const none = settings.sessionLogs ? text.records.noSessions : text.records.notKept;
  return <RecordsList requested={requested} none={none} rows={rows} />;
}
