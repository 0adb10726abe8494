import { rmSync } from 'node:fs';
import { createCanvas, loadImage } from '@napi-rs/canvas';
import { BesideProgram } from './beside-program.js';
import { type Exit, type Lab, type Program, until } from './lab.js';
import type { Picture } from './screen.js';

/** What an expert says on the command line. */
export interface BesideExpertOptions {
  /** Words after `beside expert` besides file, password, user interface and `--json`. */
  readonly options?: readonly string[];
  readonly password?: string;
}

/** An expert's Beside, run as a person runs it, its commands piped. It needs no display. */
export class BesideExpert extends BesideProgram {
  readonly #lab: Lab;

  private constructor(lab: Lab, program: Program) {
    super(program);
    this.#lab = lab;
  }

  /** `beside expert` for the file of an invitation. */
  static open(lab: Lab, file: string, password: string, options: readonly string[] = []): BesideExpert {
    const args = ['expert', '--file', file, '--password', password, ...options];
    return new BesideExpert(lab, BesideProgram.start(lab, args, { DISPLAY: undefined }));
  }

  /** What it shows at this moment, by its command `w`. Events that are being waited for are not passed over. */
  async picture(): Promise<Picture> {
    const path = this.#lab.path('expert.png');
    this.say(`w ${path}`);
    await until('the picture to be saved', () => {
      if (!this.program.running) throw new Error(`the expert ended: ${this.program.stdout}${this.program.stderr}`);
      return this.events.some((one) => one.event === 'screenshot' && one['path'] === path);
    });
    const picture = await readPng(path);
    rmSync(path);
    return picture;
  }

  /** Waits for its end, which it or somebody else caused. */
  async ended(timeout = 20_000): Promise<Exit> {
    await until('the expert to end', () => !this.program.running, timeout);
    return this.program.exited;
  }
}

async function readPng(path: string): Promise<Picture> {
  const image = await loadImage(path);
  const { width, height } = image;
  const context = createCanvas(width, height).getContext('2d');
  context.drawImage(image, 0, 0);
  const { data } = context.getImageData(0, 0, width, height);
  const view = new DataView(data.buffer, data.byteOffset);
  const pixels = Uint32Array.from({ length: width * height }, (_, i) => view.getUint32(i * 4) >>> 8);
  return { width, height, pixels };
}
