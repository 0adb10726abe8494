import { ProgressBar } from 'react-aria-components/ProgressBar';
import { Page } from '../../parts/page.js';
import { useText } from '../../text/use-text.js';

/** While keys are made and the desktop is opened: a second or two. */
export function Preparing() {
  const text = useText();
  return (
    <Page heading={text.invite.preparing} icon="clock">
      <ProgressBar isIndeterminate aria-label={text.invite.preparing} className="progress">
        <progress aria-hidden="true" />
      </ProgressBar>
    </Page>
  );
}
