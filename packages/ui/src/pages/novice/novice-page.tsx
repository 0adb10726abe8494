import { usePageState } from '../../connection/use-program.js';
import { useLeaveGuard } from '../../parts/use-leave-guard.js';
import { CannotShare } from './cannot-share.js';
import { ConsentPage } from './consent.js';
import { EndedPage } from './ended.js';
import { InviteForm } from './invite-form.js';
import { Preparing } from './preparing.js';
import { SessionPage } from './session.js';
import { WaitingPage } from './waiting.js';

/** Getting help, from the invitation to the end: which part of it follows the program's state. */
export function NovicePage() {
  const { novice, share } = usePageState();
  useLeaveGuard(novice !== null && novice.phase !== 'closed');
  if (!novice) return share.can ? <InviteForm /> : <CannotShare share={share} />;
  if (novice.phase === 'closed') return <EndedPage novice={novice} />;
  if (novice.question?.about === 'consent')
    return <ConsentPage key={novice.question.id} question={novice.question} novice={novice} />;
  switch (novice.phase) {
    case 'preparing':
      return <Preparing />;
    case 'waiting':
    case 'connecting':
      return <WaitingPage novice={novice} />;
    case 'viewing':
      return <SessionPage novice={novice} />;
  }
}
