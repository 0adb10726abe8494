import type { InvitationState, NoviceState } from 'beside/protocol';
import type { ReactNode } from 'react';
import { Button } from '../../parts/button.js';
import { CopyButton } from '../../parts/copy-button.js';
import { FailureText } from '../../parts/failure.js';
import { Icon } from '../../parts/icon.js';
import { Page } from '../../parts/page.js';
import { useCommand } from '../../parts/use-requested.js';
import { useText } from '../../text/use-text.js';
import { Happened } from './happened.js';
import { Password } from './password.js';
import { SaveInvitation } from './save-invitation.js';
import { TimeLeft } from './time-left.js';

/** The invitation is out, and nobody sees anything yet. */
export function WaitingPage({ novice }: { readonly novice: NoviceState }) {
  const text = useText();
  const { run, failure } = useCommand();
  const { invitation, ended } = novice;
  return (
    <Page
      heading={invitation ? text.invite.ready : text.invite.waitingAgain}
      icon={invitation ? 'check' : 'clock'}
      tone="calm"
      lead={invitation ? text.invite.readyLead : text.invite.waitingAgainText}
    >
      {ended !== null && (
        <p className="note">
          <Icon name="history" />
          <span>{text.invite.lastEnd(text.session.ended[ended])}</span>
        </p>
      )}
      {invitation && <Steps invitation={invitation} />}
      <section className="card waiting" aria-labelledby="waiting">
        <h2 id="waiting" className="pulse">
          {novice.phase === 'connecting' ? text.invite.connecting : text.invite.waiting}
        </h2>
        {invitation && (
          <p className="soft">
            <Icon name="clock" /> <TimeLeft until={invitation.expiresAt} />
          </p>
        )}
        <div className="actions">
          <Button icon="stop" kind="danger" aria-describedby="stop-text" onPress={() => run({ do: 'end', who: 'novice' })}>
            {text.invite.stop}
          </Button>
          <span id="stop-text" className="soft">
            {text.invite.stopText}
          </span>
        </div>
        <FailureText>{failure}</FailureText>
      </section>
      <Happened notices={novice.notices} />
      {invitation && <Addresses addresses={invitation.addresses} />}
    </Page>
  );
}

function Steps({ invitation }: { readonly invitation: InvitationState }) {
  const text = useText();
  const { link } = invitation;
  return (
    <ol className="steps">
      <Step heading={text.invite.give} text={link === null ? text.invite.giveFileText : text.invite.giveText}>
        <div className="actions">
          <SaveInvitation name={invitation.fileName} />
          {link !== null && <CopyButton value={link} label={text.invite.copyLink} done={text.invite.linkCopied} />}
        </div>
      </Step>
      <Step heading={text.invite.tell} text={text.invite.tellText}>
        <Password password={invitation.password} />
        <div className="actions">
          <CopyButton value={invitation.password} label={text.invite.copyPassword} done={text.invite.passwordCopied} />
        </div>
      </Step>
      <Step heading={text.invite.wait} text={text.invite.waitText} />
    </ol>
  );
}

function Step({ heading, text, children }: { readonly heading: string; readonly text: string; readonly children?: ReactNode }) {
  return (
    <li className="card step">
      <h2>{heading}</h2>
      <p className="soft">{text}</p>
      {children}
    </li>
  );
}

function Addresses({ addresses }: { readonly addresses: readonly string[] }) {
  const text = useText();
  return (
    <details className="card">
      <summary>{text.invite.addresses}</summary>
      <p className="soft">{text.invite.addressesText}</p>
      <ul className="mono">
        {addresses.map((address) => (
          <li key={address}>{address}</li>
        ))}
      </ul>
    </details>
  );
}
