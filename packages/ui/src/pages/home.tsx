import type { ExpertState, NoviceState } from 'beside/protocol';
import { fragmentOf, type Route } from '../connection/route.js';
import { usePageState } from '../connection/use-program.js';
import welcome from '../icons/welcome.svg';
import { Icon, type IconName } from '../parts/icon.js';
import { Page } from '../parts/page.js';
import { useText } from '../text/use-text.js';
import { RecentPeople } from './records/people.js';
import { RecentSessions } from './records/sessions.js';

/** How many people and sessions the start page shows. */
const SHOWN = 3;

/** The start page: the two choices, what is going on, and what was. */
export function HomePage() {
  const text = useText();
  const { share, novice, experts, version } = usePageState();
  return (
    <Page heading={text.home.heading} lead={text.home.lead} picture={welcome}>
      <Now novice={novice} experts={experts} />
      <section aria-labelledby="choices">
        <h2 id="choices" className="visually-hidden">
          {text.home.choices}
        </h2>
        <div className="big-choices">
          {share.can ? (
            <BigChoice to={{ page: 'invite' }} icon="ask" title={text.home.invite.title} text={text.home.invite.text} />
          ) : (
            <div className="big-choice off">
              <span className="badge">
                <Icon name="ask" />
              </span>
              <h3>{text.home.invite.title}</h3>
              <p>{text.home.cannotShare[share.why]}</p>
              {share.why === 'missing-part' && <p className="small">{share.message}</p>}
            </div>
          )}
          <BigChoice to={{ page: 'help' }} icon="help" title={text.home.help.title} text={text.home.help.text} />
        </div>
      </section>
      <div className="two-columns">
        <RecentPeople most={SHOWN} />
        <RecentSessions most={SHOWN} />
      </div>
      <footer className="soft small foot">{text.version(version)}</footer>
    </Page>
  );
}

function BigChoice(props: { readonly to: Route; readonly icon: IconName; readonly title: string; readonly text: string }) {
  return (
    <a className="big-choice" href={fragmentOf(props.to)}>
      <span className="badge">
        <Icon name={props.icon} />
      </span>
      <h3>{props.title}</h3>
      <p>{props.text}</p>
      <Icon name="arrow" />
    </a>
  );
}

/** Sessions of now, and ended ones that nobody has put away. */
function Now({ novice, experts }: { readonly novice: NoviceState | null; readonly experts: readonly ExpertState[] }) {
  const text = useText();
  if (!novice && experts.length === 0) return null;
  const waits = novice?.question ?? null;
  return (
    <section className="card" aria-labelledby="now">
      <h2 id="now">{text.home.now}</h2>
      <ul className="plain-list">
        {novice && (
          <li className="now-row">
            <Icon name={waits ? 'ask' : 'screen'} />
            <span>{waits ? text.home.noviceQuestion : text.home.noviceStates[novice.phase]}</span>
            <a className="button" href={fragmentOf({ page: 'invite' })} aria-label={text.home.showInvitation}>
              {text.home.show}
            </a>
          </li>
        )}
        {experts.map(({ id, novice: name, phase }) => {
          const words = phase === 'closed' ? text.home.expertSessionEnded(name) : text.home.expertSession(name);
          return (
            <li key={id} className="now-row">
              <Icon name="help" />
              <span>{words}</span>
              <a className="button" href={fragmentOf({ page: 'expert', id })} aria-label={text.home.showSession(words)}>
                {text.home.show}
              </a>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
