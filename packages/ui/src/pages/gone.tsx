import { useEffect } from 'react';
import { useProgram } from '../connection/use-program.js';
import { Button } from '../parts/button.js';
import { Page } from '../parts/page.js';
import { useText } from '../text/use-text.js';
import { Frame } from './shell.js';

/** Before the first contact. */
export function OpeningPage() {
  const text = useText();
  return (
    <Frame>
      <p className="lead waiting-dots">{text.opening}</p>
    </Frame>
  );
}

/** The program does not answer any more. */
export function GonePage() {
  const text = useText();
  const program = useProgram();
  useTitle(text.title(text.gone.gone.heading));
  return (
    <Frame>
      <Page heading={text.gone.gone.heading} icon="end" lead={text.gone.gone.text}>
        <p>{text.gone.gone.next}</p>
        <div className="actions">
          <Button icon="history" onPress={() => program.retry()}>
            {text.gone.gone.retry}
          </Button>
        </div>
      </Page>
    </Frame>
  );
}

/** The program answers, and does not know this page. */
export function NotKnownPage() {
  const text = useText();
  useTitle(text.title(text.gone.notKnown.heading));
  return (
    <Frame>
      <Page heading={text.gone.notKnown.heading} icon="shield" lead={text.gone.notKnown.text}>
        <p>{text.gone.notKnown.next}</p>
      </Page>
    </Frame>
  );
}

function useTitle(title: string): void {
  useEffect(() => {
    document.title = title;
  }, [title]);
}
