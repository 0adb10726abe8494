import { useEffect, useRef, useState } from 'react';
import { useProgram } from '../connection/use-program.js';
import { replace } from '../connection/use-route.js';
import { FailureText } from '../parts/failure.js';
import { Page } from '../parts/page.js';
import { useFailureWords } from '../parts/use-requested.js';
import { useText } from '../text/use-text.js';
import { Back } from './records/back.js';

/** The other side of a session with the practice desktop: opened by this page itself, once it is there to be looked at. */
export function PracticePage() {
  const text = useText();
  const program = useProgram();
  const words = useFailureWords();
  const [failure, setFailure] = useState<string | null>(null);
  const asked = useRef(false);
  useEffect(() => {
    // Once: the novice is asked by it.
    if (asked.current) return;
    asked.current = true;
    program.request({ do: 'open', invitation: { practice: true }, password: '' }).then(
      (result) => result && 'opened' in result && replace({ page: 'expert', id: result.opened }),
      (error: unknown) => setFailure(words(error, text.help.failures)),
    );
  }, [program, text, words]);
  return (
    <Page heading={text.help.title} icon="help" lead={failure === null ? text.help.opening : undefined}>
      <FailureText>{failure}</FailureText>
      {failure !== null && (
        <div className="actions">
          <Back />
        </div>
      )}
    </Page>
  );
}
