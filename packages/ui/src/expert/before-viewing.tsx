import type { ExpertState } from 'beside/protocol';
import { Button } from '../parts/button.js';
import { FailureText } from '../parts/failure.js';
import { Page } from '../parts/page.js';
import { useCommand } from '../parts/use-requested.js';
import { checkNumberOf } from '../text/format.js';
import { useText } from '../text/use-text.js';
import { Ways } from './ways.js';

/** The ways in the invitation are tried. */
export function DiallingPage({ session }: { readonly session: ExpertState }) {
  const text = useText().expert;
  return (
    <Page heading={text.dialling(session.novice)} icon="link" lead={text.diallingText}>
      <Ways ways={session.ways} />
      <StopButton session={session} />
    </Page>
  );
}

/** Connected; the novice is asked. */
export function WaitingForConsentPage({ session }: { readonly session: ExpertState }) {
  const text = useText().expert;
  const { connected } = session;
  return (
    <Page heading={text.waiting(session.novice)} icon="clock" tone="calm" lead={text.waitingText}>
      <section className="card">
        {typeof connected?.checkNumber === 'string' ? (
          <>
            <h2>{text.checkNumber}</h2>
            <p className="check-number">
              <span aria-hidden="true">{checkNumberOf(connected.checkNumber)}</span>
              <span className="visually-hidden">{[...connected.checkNumber].join(' ')}</span>
            </p>
            <p>{text.checkText}</p>
          </>
        ) : (
          <p>{text.unverified}</p>
        )}
      </section>
      <StopButton session={session} />
    </Page>
  );
}

function StopButton({ session }: { readonly session: ExpertState }) {
  const text = useText().expert;
  const { run, failure } = useCommand();
  return (
    <div className="actions">
      <Button icon="stop" kind="danger" onPress={() => run({ do: 'end', who: { expert: session.id } })}>
        {text.stop}
      </Button>
      <FailureText>{failure}</FailureText>
    </div>
  );
}
