import type { ReactNode } from 'react';
import { fragmentOf } from '../connection/route.js';
import { usePageState } from '../connection/use-program.js';
import { useRoute } from '../connection/use-route.js';
import logo from '../icons/favicon.svg';
import { Icon } from '../parts/icon.js';
import { useText } from '../text/use-text.js';
import { PracticeBanner } from './practice-banner.js';

/** What stands around every page: the way to its content, the name, the content. */
export function Frame({
  children,
  above,
  aside,
}: {
  readonly children: ReactNode;
  readonly above?: ReactNode;
  readonly aside?: ReactNode;
}) {
  const text = useText();
  return (
    <>
      {/* Not a link to #content: the fragment is the page's address. */}
      <button type="button" className="skip" onClick={() => document.getElementById('content')?.focus()}>
        {text.skip}
      </button>
      <header className="top">
        <a className="name" href={fragmentOf({ page: 'home' })} aria-label={text.home.link}>
          <img src={logo} alt="" width="36" height="36" />
          <span>{text.product}</span>
        </a>
        {aside}
      </header>
      {above}
      <main id="content" tabIndex={-1}>
        {children}
      </main>
    </>
  );
}

/** The frame in contact with the program: with the settings, and what else is going on. */
export function Shell({
  lost,
  dropping,
  children,
}: {
  readonly lost: boolean;
  readonly dropping: boolean;
  readonly children: ReactNode;
}) {
  const text = useText();
  return (
    <Frame
      aside={
        <nav aria-label={text.home.more}>
          <a className="quiet-link" href={fragmentOf({ page: 'settings' })}>
            <Icon name="settings" />
            <span>{text.home.settings}</span>
          </a>
        </nav>
      }
      above={
        <>
          <div role="status">
            {lost && (
              <p className="strip care">
                <Icon name="warning" />
                <span>{text.lost}</span>
              </p>
            )}
          </div>
          <PracticeBanner />
          <NoviceStrip />
        </>
      }
    >
      {children}
      {dropping && (
        <div className="drop-over" aria-hidden="true">
          <Icon name="file" />
          <p>{text.help.dropHere}</p>
        </div>
      )}
    </Frame>
  );
}

/** Says on every other page that this computer's screen is asked for or shown. */
function NoviceStrip() {
  const text = useText();
  const route = useRoute();
  const { novice } = usePageState();
  if (!novice || novice.phase === 'closed' || route.page === 'invite' || route.page === 'home') return null;
  const asked = novice.question !== null;
  return (
    <section className={`strip ${asked || novice.controlling ? 'care' : 'calm'}`} aria-label={text.home.now}>
      <Icon name={asked ? 'ask' : 'eye'} />
      <span>{asked ? text.home.noviceQuestion : text.home.noviceStates[novice.phase]}</span>
      <a href={fragmentOf({ page: 'invite' })}>{text.home.show}</a>
    </section>
  );
}
