import type { Picture } from './picture.js';
import { writePicture } from './picture-file.js';
import type { ExpertReporter } from './report.js';

/** Saves the picture as it is now, and tells. @throws PictureError `not-writable` */
export async function savePicture(path: string, picture: Picture, report: ExpertReporter): Promise<void> {
  const { width, height } = picture;
  const absolute = await writePicture(path, picture.pixels, width, height);
  report({ event: 'screenshot', path: absolute, width, height });
}
