import type { Settings } from 'beside/protocol';
import { useState } from 'react';
import { usePageState, useProgram } from '../connection/use-program.js';
import { announce } from '../parts/announce.js';
import { Choice, OnOff } from '../parts/choice.js';
import { FailureText } from '../parts/failure.js';
import { Page } from '../parts/page.js';
import { useFailureWords } from '../parts/use-requested.js';
import { useText } from '../text/use-text.js';
import { Back } from './records/back.js';

const MINUTE = 60_000;
/** Lives of an invitation to choose from, in ms; another one that was set elsewhere is kept among them. */
const LIFETIMES = [15 * MINUTE, 60 * MINUTE, 6 * 60 * MINUTE, 24 * 60 * MINUTE, 3 * 24 * 60 * MINUTE];
const BANDWIDTHS = ['low', 'medium', 'medium-high', 'high'] as const satisfies readonly Settings['bandwidth'][];

/** What may be done to this computer, and what is kept. Every change is told to the program at once. */
export function SettingsPage() {
  const text = useText();
  const program = useProgram();
  const words = useFailureWords();
  const { settings } = usePageState();
  const [failure, setFailure] = useState<string | null>(null);
  const change = (changed: Partial<Settings>) => {
    setFailure(null);
    program.request({ do: 'settings', settings: { ...settings, ...changed } }).then(
      () => announce(text.settings.saved),
      (error: unknown) => setFailure(words(error)),
    );
  };
  return (
    <Page heading={text.settings.title} icon="settings" lead={text.settings.lead}>
      <FailureText>{failure}</FailureText>
      <section className="card" aria-labelledby="control">
        <h2 id="control">{text.settings.control}</h2>
        <OnOff
          isSelected={settings.mayBeControlled}
          onChange={(mayBeControlled) => change({ mayBeControlled })}
          text={text.settings.mayBeControlledText}
        >
          {text.settings.mayBeControlled}
        </OnOff>
      </section>
      <section className="card" aria-labelledby="invitations">
        <h2 id="invitations">{text.settings.invitations}</h2>
        <label className="field row">
          <span>{text.settings.lifetime}</span>
          <select
            value={settings.invitationLifetime}
            onChange={({ target }) => change({ invitationLifetime: Number(target.value) })}
          >
            {[...new Set([...LIFETIMES, settings.invitationLifetime])]
              .toSorted((a, b) => a - b)
              .map((lifetime) => (
                <option key={lifetime} value={lifetime}>
                  {text.duration(lifetime)}
                </option>
              ))}
          </select>
        </label>
      </section>
      <section className="card" aria-labelledby="bandwidth">
        <h2 id="bandwidth">{text.settings.bandwidth}</h2>
        <Choice
          label={text.settings.bandwidthText}
          value={settings.bandwidth}
          onChange={(bandwidth) => change({ bandwidth })}
          options={BANDWIDTHS.map((value) => ({ value, ...text.settings.bandwidths[value] }))}
        />
      </section>
      <section className="card" aria-labelledby="privacy">
        <h2 id="privacy">{text.settings.privacy}</h2>
        <OnOff
          isSelected={settings.sessionLogs}
          onChange={(sessionLogs) => change({ sessionLogs })}
          text={text.settings.sessionLogsText}
        >
          {text.settings.sessionLogs}
        </OnOff>
        <OnOff isSelected={settings.contacts} onChange={(contacts) => change({ contacts })} text={text.settings.contactsText}>
          {text.settings.contacts}
        </OnOff>
      </section>
      <div className="actions">
        <Back />
      </div>
    </Page>
  );
}
