/**
 * What changed, which codec, how fast: from a desktop's captures to the frames that a client can keep up with.
 *
 * @packageDocumentation
 */
export type { Bandwidth } from './bandwidth.js';
export { Differ } from './differ.js';
export { encodePicture } from './encode-picture.js';
export { FrameEncoder } from './frame-encoder.js';
export { FRAME_INTERVAL, Pacer } from './pacer.js';
export { ScreenSender, type ScreenSenderOptions } from './screen-sender.js';
