import type { Share } from 'beside/protocol';
import { fragmentOf } from '../../connection/route.js';
import { Page } from '../../parts/page.js';
import { useText } from '../../text/use-text.js';

/** Why this computer's screen cannot be shown, and what can be done all the same. */
export function CannotShare({ share }: { readonly share: Extract<Share, { can: false }> }) {
  const text = useText();
  return (
    <Page heading={text.invite.heading} icon="ask" lead={text.home.cannotShare[share.why]}>
      {share.why === 'missing-part' && <p>{share.message}</p>}
      <div className="actions">
        <a className="button primary" href={fragmentOf({ page: 'help' })}>
          {text.home.help.title}
        </a>
        <a className="button" href={fragmentOf({ page: 'home' })}>
          {text.back}
        </a>
      </div>
    </Page>
  );
}
