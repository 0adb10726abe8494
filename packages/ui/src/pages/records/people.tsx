import type { Contact } from 'beside/protocol';
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

/** Everybody one had a session with. */
export function PeoplePage() {
  const text = useText();
  const program = useProgram();
  const words = useFailureWords();
  const { settings } = usePageState();
  const [requested, again] = useRequested({ do: 'contacts' });
  const people = contactsOf(requested);
  const [failure, setFailure] = useState<string | null>(null);
  const forget = async () => {
    setFailure(null);
    try {
      await program.request({ do: 'forget', what: 'contacts' });
      announce(text.records.deleted);
      again();
    } catch (error) {
      setFailure(words(error));
    }
  };
  return (
    <Page heading={text.records.people} icon="people" lead={text.records.peopleLead}>
      <div className="card">
        <People requested={requested} people={people} kept={settings.contacts} />
      </div>
      <div className="actions">
        {people.length > 0 && (
          <Confirm
            icon="trash"
            label={text.records.forgetPeople}
            question={text.records.forgetPeopleAsk}
            yes={text.records.forget}
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
export function RecentPeople({ most }: { readonly most: number }) {
  const text = useText();
  const { settings } = usePageState();
  const [requested] = useRequested({ do: 'contacts' });
  const people = contactsOf(requested);
  return (
    <section className="card" aria-labelledby="people">
      <h2 id="people">{text.records.people}</h2>
      <People requested={requested} people={people.slice(0, most)} kept={settings.contacts} />
      {people.length > 0 && <a href={fragmentOf({ page: 'people' })}>{text.records.allPeople}</a>}
    </section>
  );
}

function contactsOf(requested: Requested): readonly Contact[] {
  const { result } = requested.stage === 'there' ? requested : {};
  const contacts = result && 'contacts' in result ? result.contacts : [];
  return contacts.toSorted((a, b) => b.lastSeen - a.lastSeen);
}

function People(props: { readonly requested: Requested; readonly people: readonly Contact[]; readonly kept: boolean }) {
  const text = useText();
  const now = useNow();
  const { requested, people, kept } = props;
  if (requested.stage === 'waiting') return <p className="soft">{text.records.loading}</p>;
  if (requested.stage === 'failed') return <FailureText>{requested.message}</FailureText>;
  if (people.length === 0) return <p className="soft">{kept ? text.records.noPeople : text.records.peopleNotKept}</p>;
  return (
    <ul className="plain-list">
      {people.map(({ name, role, lastSeen, sessions }) => (
        <li key={`${role} ${name}`} className="record-row">
          <Icon name={role === 'novice' ? 'ask' : 'help'} />
          <div>
            <b>{name}</b>
            <span className="soft small">{text.records.person(role, text.moment(lastSeen, now), sessions)}</span>
          </div>
        </li>
      ))}
    </ul>
  );
}
