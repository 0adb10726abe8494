import type { ExpertState } from 'beside/protocol';
import { useEffect } from 'react';
import { useProgram } from '../connection/use-program.js';
import { go } from '../connection/use-route.js';
import { announce } from '../parts/announce.js';
import { Button } from '../parts/button.js';
import { Page } from '../parts/page.js';
import { useText } from '../text/use-text.js';
import { endText } from './end-text.js';
import { Ways } from './ways.js';

/** How it ended, and what can be done next. */
export function EndedPage({ session, malformed }: { readonly session: ExpertState; readonly malformed: boolean }) {
  const text = useText();
  const program = useProgram();
  const { heading, text: sentence } = endText(session, malformed, text.expert);
  // The heading is read because it gets the focus.
  useEffect(() => announce(sentence), [sentence]);
  const leave = (page: 'home' | 'help') => {
    go({ page });
    // Put away already, in another tab: as it should be.
    program.request({ do: 'dismiss', who: { expert: session.id } }).catch(() => {});
  };
  const byChoice = session.ended === 'expert' && !malformed;
  return (
    <Page heading={heading} lead={sentence} icon={byChoice || session.ended === 'novice' ? 'check' : 'warning'}>
      <div className="actions">
        <Button kind="primary" icon="back" onPress={() => leave('home')}>
          {text.back}
        </Button>
        <Button icon="help" onPress={() => leave('help')}>
          {text.expert.reopen}
        </Button>
      </div>
      {session.viewingSince === null && <Ways ways={session.ways} />}
    </Page>
  );
}
