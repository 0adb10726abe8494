import type { PageState } from 'beside/protocol';
import { useEffect, useEffectEvent } from 'react';
import type { Route } from './connection/route.js';
import { useConnection } from './connection/use-program.js';
import { go, useRoute } from './connection/use-route.js';
import { ExpertView } from './expert/expert-view.js';
import { GonePage, NotKnownPage, OpeningPage } from './pages/gone.js';
import { type Chosen, useChosen } from './pages/help/chosen.js';
import { HelpPage } from './pages/help/help-page.js';
import { HomePage } from './pages/home.js';
import { NovicePage } from './pages/novice/novice-page.js';
import { useNoviceNotices } from './pages/novice/use-notices.js';
import { PracticePage } from './pages/practice-page.js';
import { PeoplePage } from './pages/records/people.js';
import { LogPage } from './pages/records/session-log.js';
import { SessionsPage } from './pages/records/sessions.js';
import { SettingsPage } from './pages/settings.js';
import { Shell } from './pages/shell.js';
import { LiveRegions } from './parts/announce.js';
import { statusOf } from './parts/status.js';
import { useStatus } from './parts/use-status.js';
import type { Text } from './text/text.js';
import { useText } from './text/use-text.js';

/** Every page: which one is shown follows the address and the program's state. */
export function App() {
  const connection = useConnection();
  return (
    <>
      {'state' in connection ? (
        <Pages state={connection.state} lost={connection.phase === 'lost'} />
      ) : (
        { opening: <OpeningPage />, gone: <GonePage />, 'not-known': <NotKnownPage /> }[connection.phase]
      )}
      <LiveRegions />
    </>
  );
}

function Pages({ state, lost }: { readonly state: PageState; readonly lost: boolean }) {
  const text = useText();
  const route = useRoute();
  const chosen = useChosen(route.page === 'home' || route.page === 'help');
  useStatus(statusOf(state, route, text), titleOf(route, text));
  useNoviceNotices(state.novice);
  useComeForward(state, route);
  if (route.page === 'expert') return <ExpertView key={route.id} id={route.id} />;
  return (
    <Shell lost={lost} dropping={chosen.dropping}>
      <Content route={route} chosen={chosen} />
    </Shell>
  );
}

function Content({ route, chosen }: { readonly route: Exclude<Route, { page: 'expert' }>; readonly chosen: Chosen }) {
  switch (route.page) {
    case 'home':
      return <HomePage key="home" />;
    case 'invite':
      return <NovicePage key="invite" />;
    case 'help':
      return <HelpPage key="help" chosen={chosen} />;
    case 'practice':
      return <PracticePage key="practice" />;
    case 'settings':
      return <SettingsPage key="settings" />;
    case 'sessions':
      return <SessionsPage key="sessions" />;
    case 'people':
      return <PeoplePage key="people" />;
    case 'log':
      return <LogPage key={route.session} session={route.session} />;
  }
}

function titleOf(route: Route, text: Text): string {
  switch (route.page) {
    case 'home':
    case 'expert':
      return text.home.title;
    case 'invite':
      return text.invite.title;
    case 'help':
    case 'practice':
      return text.help.title;
    case 'settings':
      return text.settings.title;
    case 'people':
      return text.records.people;
    case 'sessions':
      return text.records.sessions;
    case 'log':
      return text.records.log;
  }
}

/**
 * Shows the novice's page when a question or a session begins, wherever the person is in this tab. A tab in which they are the
 * expert stays there: the pages of one session are often beside each other on one screen.
 */
function useComeForward({ novice }: PageState, route: Route): void {
  const question = novice?.question?.id ?? null;
  const viewing = novice?.phase === 'viewing';
  const chatWanted = novice?.chatWanted ?? 0;
  const comeForward = useEffectEvent(() => {
    if (route.page !== 'invite' && route.page !== 'expert') go({ page: 'invite' });
  });
  useEffect(() => {
    if (question !== null || viewing || chatWanted > 0) comeForward();
  }, [question, viewing, chatWanted]);
}
