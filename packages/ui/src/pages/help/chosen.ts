import type { GivenInvitation } from 'beside/protocol';
import { useEffect, useEffectEvent, useState } from 'react';
import { go } from '../../connection/use-route.js';
import { readInvitation, type Unusable } from './read-invitation.js';

/** An invitation that a person chose, with what it is called on the page. */
export interface ChosenInvitation {
  readonly invitation: GivenInvitation;
  /** Of a file; null for a link. */
  readonly name: string | null;
}

/** The invitation chosen so far, and how one is chosen. */
export interface Chosen {
  readonly current: ChosenInvitation | null;
  /** Why the last choice is none. */
  readonly problem: Unusable | null;
  /** A file is being dragged over the page. */
  readonly dropping: boolean;
  choose(file: File): void;
  paste(link: string): void;
  clear(): void;
}

/**
 * Takes an invitation by a choice, by dragging its file anywhere onto the page, and by pasting anywhere.
 *
 * @param active whether the page takes what is dragged and pasted; a file that is dropped beside never replaces the page
 */
export function useChosen(active: boolean): Chosen {
  const [current, setCurrent] = useState<ChosenInvitation | null>(null);
  const [problem, setProblem] = useState<Unusable | null>(null);
  const [dropping, setDropping] = useState(false);

  const take = (read: ChosenInvitation | Unusable) => {
    const usable = typeof read !== 'string';
    setCurrent(usable ? read : null);
    setProblem(usable ? null : read);
  };
  const choose = (file: File) => {
    void readInvitation(file).then(take);
  };
  const paste = (link: string) => {
    const whole = link.trim();
    take(/^beside:/i.test(whole) ? { invitation: { link: whole }, name: null } : 'not-a-link');
  };

  const onDrop = useEffectEvent((event: DragEvent) => {
    event.preventDefault();
    setDropping(false);
    const file = event.dataTransfer?.files[0];
    if (!active || !file) return;
    choose(file);
    go({ page: 'help' });
  });
  const onOver = useEffectEvent((event: DragEvent) => {
    if (!event.dataTransfer?.types.includes('Files')) return;
    event.preventDefault();
    if (active) setDropping(true);
  });
  const onPaste = useEffectEvent(({ clipboardData, target }: ClipboardEvent) => {
    if (!active || target instanceof HTMLInputElement || !clipboardData) return;
    const file = clipboardData.files[0];
    const link = clipboardData.getData('text/plain').trim();
    if (file) choose(file);
    else if (/^beside:/i.test(link)) paste(link);
    else return;
    go({ page: 'help' });
  });
  useEffect(() => {
    const over = (event: DragEvent) => onOver(event);
    const leave = (event: DragEvent) => event.relatedTarget === null && setDropping(false);
    const drop = (event: DragEvent) => onDrop(event);
    const pasted = (event: ClipboardEvent) => onPaste(event);
    addEventListener('dragover', over);
    addEventListener('dragleave', leave);
    addEventListener('drop', drop);
    addEventListener('paste', pasted);
    return () => {
      removeEventListener('dragover', over);
      removeEventListener('dragleave', leave);
      removeEventListener('drop', drop);
      removeEventListener('paste', pasted);
    };
  }, []);

  const clear = () => {
    setCurrent(null);
    setProblem(null);
  };
  return { current, problem, dropping, choose, paste, clear };
}
