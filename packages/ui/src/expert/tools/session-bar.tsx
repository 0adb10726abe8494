import type { ExpertState } from 'beside/protocol';
import { Separator } from 'react-aria-components/Separator';
import { ToggleButton } from 'react-aria-components/ToggleButton';
import { ToggleButtonGroup } from 'react-aria-components/ToggleButtonGroup';
import { Toolbar } from 'react-aria-components/Toolbar';
import { useText } from '../../text/use-text.js';
import type { SpecialKey } from '../input/special-keys.js';
import type { ViewMode } from '../view/layout.js';
import { ControlTool } from './control-tool.js';
import { EndTool } from './end-tool.js';
import { KeysMenu, MonitorMenu } from './menus.js';
import { ToggleTool } from './tool.js';

/** What can be open beside the picture. */
export type Side = 'chat' | 'files' | 'connection';

export interface SessionBarProps {
  readonly session: ExpertState;
  readonly mode: ViewMode;
  readonly onMode: (mode: ViewMode) => void;
  readonly monitor: number | undefined;
  readonly onMonitor: (monitor: number | undefined) => void;
  readonly fullScreen: boolean;
  readonly onFullScreen: (full: boolean) => void;
  readonly side: Side | null;
  readonly onSide: (side: Side | null) => void;
  /** Messages that were not seen yet. */
  readonly unread: number;
  readonly onAsk: () => void;
  readonly onReturn: () => void;
  readonly onKeys: (name: SpecialKey) => void;
  readonly onTypeText: () => void;
  readonly onEnd: () => void;
}

/** Everything that can be done in a session: one stop of the Tab key, within it the arrow keys go. */
export function SessionBar({ session, side, onSide, unread, ...props }: SessionBarProps) {
  const text = useText().expert;
  const controlling = session.control === 'controlling';
  const toggle = (which: Side) => (on: boolean) => onSide(on ? which : null);
  return (
    <Toolbar className="session-bar" aria-label={text.toolbar}>
      <ControlTool session={session} onAsk={props.onAsk} onReturn={props.onReturn} />
      <KeysMenu isDisabled={!controlling || session.paused} onKeys={props.onKeys} onTypeText={props.onTypeText} />
      <Separator orientation="vertical" className="tool-line" />
      <SizeTools {...props} />
      {session.monitors.length > 1 && (
        <MonitorMenu monitors={session.monitors} chosen={props.monitor} onChoose={props.onMonitor} />
      )}
      <ToggleTool
        icon={props.fullScreen ? 'reduce' : 'enlarge'}
        words={text.fullScreen}
        isSelected={props.fullScreen}
        onChange={props.onFullScreen}
      />
      <Separator orientation="vertical" className="tool-line" />
      <ToggleTool
        icon="chat"
        words={text.chat}
        badge={unread}
        badgeWords={text.unread(unread)}
        isSelected={side === 'chat'}
        onChange={toggle('chat')}
      />
      <ToggleTool icon="file" words={text.files} isSelected={side === 'files'} onChange={toggle('files')} />
      <ToggleTool icon="gauge" words={text.connection} isSelected={side === 'connection'} onChange={toggle('connection')} />
      <Separator orientation="vertical" className="tool-line" />
      <EndTool controlling={controlling} onEnd={props.onEnd} />
    </Toolbar>
  );
}

function SizeTools({ mode, onMode }: Pick<SessionBarProps, 'mode' | 'onMode'>) {
  const text = useText().expert;
  return (
    <ToggleButtonGroup
      className="tool-pair"
      aria-label={text.size}
      disallowEmptySelection
      selectedKeys={[mode]}
      onSelectionChange={(keys) => {
        for (const key of keys) onMode(key as ViewMode);
      }}
    >
      <ToggleButton id="fit" className="tool words">
        {text.fit}
      </ToggleButton>
      <ToggleButton id="actual" className="tool words">
        {text.actual}
      </ToggleButton>
    </ToggleButtonGroup>
  );
}
