import { useMemo } from 'react';
import type { PictureState } from '../pictures/pictures.js';
import { pointerUrl } from './cursor.js';
import type { Box } from './layout.js';

/** The novice's pointer, drawn where it is: the expert's own is another one. */
export function DrawnPointer({ pointer, at, part, scale }: DrawnPointerProps) {
  const url = useMemo(() => (typeof pointer === 'object' && pointer !== null ? pointerUrl(pointer, Infinity) : null), [pointer]);
  const inside = at.x >= part.x && at.y >= part.y && at.x < part.x + part.width && at.y < part.y + part.height;
  if (pointer === null || !inside) return null;
  const place = (hotX: number, hotY: number) => ({
    transform: `translate(${(at.x - part.x) * scale}px, ${(at.y - part.y) * scale}px) scale(${scale}) translate(${-hotX}px, ${-hotY}px)`,
  });
  if (pointer === 'default' || url === null) {
    return (
      <svg className="novice-pointer" viewBox="0 0 12 19" width="12" height="19" aria-hidden="true" style={place(0.5, 0.5)}>
        <path d="M.5.5v14.9l3.4-3.2 2.2 5.4 2.3-1-2.2-5.2h4.6z" fill="#fff" stroke="#000" strokeLinejoin="round" />
      </svg>
    );
  }
  return <img className="novice-pointer" src={url} alt="" style={place(pointer.hotX, pointer.hotY)} />;
}

interface DrawnPointerProps {
  readonly pointer: PictureState['pointer'];
  /** In pixels of the desktop. */
  readonly at: { readonly x: number; readonly y: number };
  /** What of the desktop is shown. */
  readonly part: Box;
  /** CSS pixels for one of the desktop's. */
  readonly scale: number;
}
