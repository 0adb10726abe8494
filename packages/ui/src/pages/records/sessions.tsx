import type { SessionSummary } from 'beside/protocol';
import { useState } from 'react';
import { fragmentOf } from '../../connection/route.js';
import { usePageState, useProgram } from '../../connection/use-program.js';
import { announce } from '../../parts/announce.js';
import { Confirm } from '../../parts/confirm.js';
import { FailureText } from '../../parts/failure.js';
import { Icon } from '../../parts/icon.js';
import { Page } from '../../parts/page.js';
import { useNow } from '../../parts/use-now.js';
import { type Requested, useFailureWords, useRequested } from '../../parts/use-requested.js';
import { useText } from '../../text/use-text.js';
import { Back } from './back.js';

/** Every session that there is a record of. */
export function SessionsPage() {
  const text = useText();
  const program = useProgram();
  const words = useFailureWords();
  const { settings } = usePageState();
  const [requested, again] = useRequested({ do: 'history' });
  const sessions = sessionsOf(requested);
  const [failure, setFailure] = useState<string | null>(null);
  const forget = async () => {
    setFailure(null);
    try {
      await program.request({ do: 'forget', what: 'history' });
      announce(text.records.deleted);
      again();
    } catch (error) {
      setFailure(words(error));
    }
  };
  return (
    <Page heading={text.records.sessions} icon="history" lead={text.records.sessionsLead}>
      <div className="card">
        <Sessions requested={requested} sessions={sessions} kept={settings.sessionLogs} />
      </div>
      <div className="actions">
        {sessions.length > 0 && (
          <Confirm
            icon="trash"
            label={text.records.forgetSessions}
            question={text.records.forgetSessionsAsk}
            yes={text.records.delete}
            onYes={() => void forget()}
          />
        )}
        <Back />
      </div>
      <FailureText>{failure}</FailureText>
    </Page>
  );
}

/** The latest of them, for the start page. */
export function RecentSessions({ most }: { readonly most: number }) {
  const text = useText();
  const { settings } = usePageState();
  const [requested] = useRequested({ do: 'history' });
  const sessions = sessionsOf(requested);
  return (
    <section className="card" aria-labelledby="sessions">
      <h2 id="sessions">{text.records.sessions}</h2>
      <Sessions requested={requested} sessions={sessions.slice(0, most)} kept={settings.sessionLogs} />
      {sessions.length > 0 && <a href={fragmentOf({ page: 'sessions' })}>{text.records.allSessions}</a>}
    </section>
  );
}

function sessionsOf(requested: Requested): readonly SessionSummary[] {
  const { result } = requested.stage === 'there' ? requested : {};
  const sessions = result && 'sessions' in result ? result.sessions : [];
  return sessions.toSorted((a, b) => b.startedAt - a.startedAt);
}

function Sessions(props: {
  readonly requested: Requested;
  readonly sessions: readonly SessionSummary[];
  readonly kept: boolean;
}) {
  const text = useText();
  const now = useNow();
  const { requested, sessions, kept } = props;
  if (requested.stage === 'waiting') return <p className="soft">{text.records.loading}</p>;
  if (requested.stage === 'failed') return <FailureText>{requested.message}</FailureText>;
  if (sessions.length === 0) return <p className="soft">{kept ? text.records.noSessions : text.records.notKept}</p>;
  return (
    <ul className="plain-list">
      {sessions.map((session) => {
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
      })}
    </ul>
  );
}
