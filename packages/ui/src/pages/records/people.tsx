import type { Contact } from 'beside/protocol';
import { fragmentOf } from '../../connection/route.js';
import { usePageState } from '../../connection/use-program.js';
import { Icon } from '../../parts/icon.js';
import { useNow } from '../../parts/use-now.js';
import { type Requested, useRequested } from '../../parts/use-requested.js';
import { useText } from '../../text/use-text.js';
import { RecordsList, RecordsPage } from './records-page.js';

/** Everybody one had a session with. */
export function PeoplePage() {
  const text = useText();
  const [requested, again] = useRequested({ do: 'contacts' });
  const people = contactsOf(requested);
  return (
    <RecordsPage
      heading={text.records.people}
      lead={text.records.peopleLead}
      icon="people"
      some={people.length > 0}
      forget={{ label: text.records.forgetPeople, question: text.records.forgetPeopleAsk, yes: text.records.forget }}
      what="contacts"
      onForgotten={again}
    >
      <People requested={requested} people={people} />
    </RecordsPage>
  );
}

/** The latest of them, for the start page. */
export function RecentPeople({ most }: { readonly most: number }) {
  const text = useText();
  const [requested] = useRequested({ do: 'contacts' });
  const people = contactsOf(requested);
  return (
    <section className="card" aria-labelledby="people">
      <h2 id="people">{text.records.people}</h2>
      <People requested={requested} people={people.slice(0, most)} />
      {people.length > 0 && <a href={fragmentOf({ page: 'people' })}>{text.records.allPeople}</a>}
    </section>
  );
}

function contactsOf(requested: Requested): readonly Contact[] {
  const { result } = requested.stage === 'there' ? requested : {};
  const contacts = result && 'contacts' in result ? result.contacts : [];
  return contacts.toSorted((a, b) => b.lastSeen - a.lastSeen);
}

function People({ requested, people }: { readonly requested: Requested; readonly people: readonly Contact[] }) {
  const text = useText();
  const now = useNow();
  const { settings } = usePageState();
  const rows = people.map(({ name, role, lastSeen, sessions }) => (
    <li key={`${role} ${name}`} className="record-row">
      <Icon name={role === 'novice' ? 'ask' : 'help'} />
      <div>
        <b>{name}</b>
        <span className="soft small">{text.records.person(role, text.moment(lastSeen, now), sessions)}</span>
      </div>
    </li>
  ));
  const none = settings.contacts ? text.records.noPeople : text.records.peopleNotKept;
  return <RecordsList requested={requested} none={none} rows={rows} />;
}
