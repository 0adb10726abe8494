import './expert.css';
import type { ExpertState } from 'beside/protocol';
import { useState } from 'react';
import { fragmentOf } from '../connection/route.js';
import { useConnection, usePageState } from '../connection/use-program.js';
import { Shell } from '../pages/shell.js';
import { Icon } from '../parts/icon.js';
import { Page } from '../parts/page.js';
import { useText } from '../text/use-text.js';
import { DiallingPage, WaitingForConsentPage } from './before-viewing.js';
import { EndedPage } from './ended-page.js';
import { useNoticesAnnounced } from './use-announcements.js';
import { Viewer } from './viewer.js';

const NO_NOTICES: ExpertState['notices'] = [];

/** A session as expert, from dialling to its end. */
export function ExpertView({ id }: { readonly id: string }) {
  const { experts } = usePageState();
  const lost = useConnection().phase === 'lost';
  const [malformed, setMalformed] = useState(false);
  const session = experts.find((one) => one.id === id);
  useNoticesAnnounced(session?.notices ?? NO_NOTICES);
  if (session?.phase === 'viewing') return <Viewer session={session} lost={lost} onMalformed={() => setMalformed(true)} />;
  return (
    <Shell lost={lost} dropping={false}>
      {session === undefined && <GonePage />}
      {session?.phase === 'dialling' && <DiallingPage session={session} />}
      {session?.phase === 'waiting-for-consent' && <WaitingForConsentPage session={session} />}
      {session?.phase === 'closed' && <EndedPage session={session} malformed={malformed} />}
    </Shell>
  );
}

function GonePage() {
  const text = useText();
  return (
    <Page heading={text.expert.gone.heading} lead={text.expert.gone.text} icon="end">
      <div className="actions">
        <a className="button" href={fragmentOf({ page: 'home' })}>
          <Icon name="back" />
          <span>{text.back}</span>
        </a>
      </div>
    </Page>
  );
}
