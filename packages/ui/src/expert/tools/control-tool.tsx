import type { ExpertState } from 'beside/protocol';
import { useNow } from '../../parts/use-now.js';
import { useText } from '../../text/use-text.js';
import { askAgainAt, viewOnly } from '../control-request.js';
import { Tool } from './tool.js';

/** Asks for control, takes the question back, gives control back: whichever there is to do. */
export function ControlTool({ session, onAsk, onReturn }: ControlToolProps) {
  const text = useText().expert;
  const now = useNow();
  if (session.control === 'controlling') {
    return <Tool icon="pointer" kind="primary" words={text.giveBack} onPress={onReturn} />;
  }
  if (session.control === 'asked') {
    return <Tool icon="clock" words={text.asked} onPress={onReturn} />;
  }
  const early = now < askAgainAt(session.notices);
  return (
    <Tool
      icon="pointer"
      kind="primary"
      words={text.requestControl}
      isDisabled={early || session.paused || viewOnly(session.notices)}
      onPress={onAsk}
    />
  );
}

interface ControlToolProps {
  readonly session: ExpertState;
  readonly onAsk: () => void;
  readonly onReturn: () => void;
}
