import { Beside, type NoviceOptions } from './beside.js';
import { BesideExpert, type BesideExpertOptions } from './expert.js';
import { Lab, requireNeeds, until } from './lab.js';
import { NoviceDesktop } from './novice-desktop.js';
import { Recorder } from './recorder.js';
import { untilSamePicture } from './screen.js';
import { XServer, type XServerOptions } from './x-server.js';
import { Xfreerdp, type XfreerdpOptions } from './xfreerdp.js';

/** A novice and an expert in the middle of a session. */
export interface Session {
  readonly beside: Beside;
  readonly expert: Xfreerdp;
}

/** The same with Beside at both ends. */
export interface BesideSession {
  readonly novice: Beside;
  readonly expert: BesideExpert;
}

/** An expert that opens something else than the invitation as it was made, or in another way. */
export interface ExpertOptions extends XfreerdpOptions {
  readonly file?: string;
  readonly password?: string;
}

/** A novice's desktop with a recorder of its input, and an expert's display: where the tests of one file are played. */
export class Stage {
  readonly lab: Lab;
  readonly desktop: NoviceDesktop;
  readonly recorder: Recorder;
  /** The expert's display. */
  readonly display: XServer;
  readonly #running: { end(): Promise<unknown> }[] = [];

  private constructor(lab: Lab, desktop: NoviceDesktop, recorder: Recorder, display: XServer) {
    this.lab = lab;
    this.desktop = desktop;
    this.recorder = recorder;
    this.display = display;
  }

  /** Sets both displays up; the expert's is as large as the novice's unless told otherwise. */
  static async set(novice: XServerOptions = {}, expert: XServerOptions = {}): Promise<Stage> {
    requireNeeds();
    const lab = new Lab();
    try {
      const desktop = await NoviceDesktop.start(lab, novice);
      const { width, height } = desktop.server;
      const display = await XServer.start(lab, { width, height, ...expert });
      return new Stage(lab, desktop, await Recorder.start(lab, desktop.server), display);
    } catch (error) {
      await lab.end();
      throw error;
    }
  }

  /** A Beside that waits for an expert. */
  async invite(options?: NoviceOptions): Promise<Beside> {
    const beside = await Beside.invite(this.lab, this.desktop.server, options);
    this.#running.push(beside.program);
    return beside;
  }

  /** An expert that opens an invitation, that of `beside` or another file. */
  open(beside: Beside, { file = beside.file, password = beside.password, ...options }: ExpertOptions = {}): Xfreerdp {
    const expert = Xfreerdp.open(this.lab, this.display, file, password, options);
    this.#running.push(expert.program);
    return expert;
  }

  /** A Beside that opens an invitation. */
  help(novice: Beside, { password = novice.password, options }: BesideExpertOptions = {}): BesideExpert {
    const expert = BesideExpert.open(this.lab, novice.file, password, options);
    this.#running.push(expert.program);
    return expert;
  }

  /** A session of two Besides, with consent and the whole picture, by an invitation of Beside's own unless told otherwise. */
  async viewByBeside(novice: NoviceOptions = {}, options?: BesideExpertOptions): Promise<BesideSession> {
    const inviting = await this.invite({ form: 'beside', ...novice });
    return { novice: inviting, expert: await this.helpWithConsent(inviting, options) };
  }

  /** A Beside that opens an invitation, gets consent, and sees. */
  async helpWithConsent(novice: Beside, options?: BesideExpertOptions): Promise<BesideExpert> {
    const expert = this.help(novice, options);
    await novice.event('consent-asked');
    novice.say('y');
    await novice.event('viewing');
    await expert.event('viewing');
    await untilSamePicture(this.desktop.server, expert);
    return expert;
  }

  /** The same with control. */
  async controlByBeside(novice?: NoviceOptions): Promise<BesideSession> {
    const session = await this.viewByBeside(novice);
    session.expert.say('r');
    await session.novice.event('control-asked');
    session.novice.say('y');
    await session.novice.event('controlling');
    await session.expert.event('controlling');
    return session;
  }

  /** A session with consent and the whole picture. */
  async view(options?: NoviceOptions): Promise<Session> {
    const beside = await this.invite(options);
    return { beside, expert: await this.join(beside) };
  }

  /** An expert that joins, gets consent, and sees. */
  async join(beside: Beside): Promise<Xfreerdp> {
    const expert = this.open(beside);
    await beside.event('consent-asked');
    beside.say('y');
    await beside.event('viewing');
    await expert.window();
    await untilSamePicture(this.desktop.server, this.display);
    return expert;
  }

  /** A session with control. */
  async control(options?: NoviceOptions): Promise<Session> {
    const session = await this.view(options);
    await this.grantControl(session);
    return session;
  }

  /** The expert asks for control and gets it. */
  async grantControl(session: Session): Promise<void> {
    await this.askForControl(session);
    session.beside.say('y');
    await session.beside.event('controlling');
  }

  /**
   * Presses the expert's key until the novice is asked. One press asks and the next takes that back, as FreeRDP has it; and
   * Beside doesn't ask again at once after a no. TCP keeps the order: whatever the expert did before has arrived when this returns.
   */
  async askForControl({ beside, expert }: Session): Promise<void> {
    const asked = () => beside.told('control-asked');
    await until(
      'the question for control',
      async () => {
        await expert.toggleControl();
        return until('control-asked', asked, 1500).catch(() => false);
      },
      30_000,
    );
    await beside.event('control-asked');
  }

  /** The expert does all that an expert can: moves, clicks, turns the wheel, types. */
  async tryEverything(expert: Xfreerdp): Promise<void> {
    await expert.click(300, 330);
    await expert.server.xdotool('mousemove', 420, 360, 'click', 4, 'click', 3);
    await expert.type('abc');
  }

  /** Ends what the test left running. For `afterEach`. */
  async clear(): Promise<void> {
    for (const program of this.#running.splice(0).reverse()) await program.end();
  }

  async end(): Promise<void> {
    await this.clear();
    await this.lab.end();
  }
}
