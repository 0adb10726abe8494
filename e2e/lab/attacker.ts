import { connect, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { encryptPassStub, formatExpertBlob } from '@beside/ticket';
import * as pdu from './attacker-pdus.js';
import { until } from './lab.js';

/** A client that does as it is told, step by step, and keeps to no rule by itself. */
export class Attacker {
  #socket: Socket;
  #received: Buffer = Buffer.alloc(0);
  #noted = true;
  /** The server closed the connection, or it broke. */
  closed = false;
  /** Its user id; before it has one, some other. */
  user = 1042;
  /** The static channels "remdesk" and "encomsp", in this order. */
  channels: readonly number[] = [];
  shareId = 0;

  private constructor(socket: Socket) {
    this.#socket = socket;
    this.#listen();
  }

  /**
   * Connects by TCP, and says nothing.
   *
   * @param from its own address; all of 127.0.0.0/8 is this computer's, and not the honest expert's 127.0.0.1
   */
  static async connect(port: number, from = '127.0.0.2'): Promise<Attacker> {
    const socket = connect({ port, host: '127.0.0.1', localAddress: from });
    await new Promise<void>((resolve, reject) => {
      socket.once('connect', resolve).once('error', reject);
    });
    return new Attacker(socket);
  }

  /** Goes as far as TLS. */
  async secure(): Promise<this> {
    this.send(pdu.connectionRequest());
    await this.receive();
    this.#socket.removeAllListeners('data');
    const socket = connectTls({ socket: this.#socket, rejectUnauthorized: false });
    await new Promise<void>((resolve, reject) => {
      socket.once('secureConnect', resolve).once('error', reject);
    });
    this.#socket = socket;
    this.#listen();
    return this;
  }

  /** Goes on to a user id, with no channel joined. */
  async attach(): Promise<this> {
    this.send(pdu.connectInitial(['remdesk', 'encomsp']));
    const response = await this.receive();
    // SC_NET (2.2.1.4.4) is found by its header and length: I/O channel, count, ids.
    const at = response.indexOf(Buffer.from([0x03, 0x0c, 0x0c, 0x00]));
    if (at < 0) throw new Error(`no channels in ${response.toString('hex')}`);
    this.channels = [response.readUInt16LE(at + 8), response.readUInt16LE(at + 10)];
    this.send(pdu.erectDomain(), pdu.attachUser());
    const confirm = await this.receive();
    this.user = confirm.readUInt16BE(confirm.length - 2) + 1001;
    return this;
  }

  /** Goes on to a connection that carries pictures and input, by an invitation's session id. No password is proved. */
  async activate(sessionId: string): Promise<this> {
    for (const channel of [this.user, 1003, ...this.channels]) {
      this.send(pdu.joinChannel(this.user, channel));
      await this.receive();
    }
    this.send(pdu.clientInfo(this.user, sessionId));
    await this.receive(); // licence
    const demand = await this.receive();
    // TPKT 4, X.224 3, MCS 6 and a length of 1 or 2 bytes, then share control 6.
    this.shareId = demand.readUInt32LE((demand[13] ?? 0) & 0x80 ? 21 : 20);
    this.send(pdu.confirmActive(this.user, this.shareId), ...pdu.finalisation(this.user, this.shareId));
    for (let i = 0; i < 4; i++) await this.receive();
    return this;
  }

  /** Proves the password, as an expert does ([MS-RA] 3.6.5), and takes no notice of what comes from then on. */
  prove(passStub: string, password: string): void {
    this.#noted = false;
    const proof = encryptPassStub(passStub, password);
    const [remdesk = 0] = this.channels;
    const blob = Buffer.from(`${formatExpertBlob('attacker', proof)}\0`, 'utf16le');
    this.send(pdu.remdesk(this.user, remdesk, 9, proof), pdu.remdesk(this.user, remdesk, 8, blob));
  }

  /** Asks for control. */
  requestControl(): void {
    this.send(pdu.requestControl(this.user, this.channels[1] ?? 0));
  }

  /** Sends bytes; what the server does not take any more is thrown away. */
  send(...parts: Uint8Array[]): void {
    for (const part of parts) if (!this.closed) this.#socket.write(part);
  }

  /** Sends as fast as the server takes it. Ends early when it closes the connection. */
  async flood(count: number, make: (index: number) => Uint8Array): Promise<void> {
    for (let i = 0; i < count && !this.closed; i++) {
      if (this.#socket.write(make(i))) continue;
      await until('the server to read on', () => this.closed || this.#socket.writableLength < 65_536, 30_000, 5);
    }
  }

  /** Reads nothing from here on, so that the server's bytes pile up. */
  deafen(): void {
    this.#socket.pause();
  }

  /** The next whole PDU from the server, slow path or fast path. */
  receive(): Promise<Buffer> {
    return until('a PDU from the server', () => {
      const length = this.#wholeLength();
      if (length === undefined || this.#received.length < length) {
        if (this.closed) throw new Error('the server closed the connection');
        return undefined;
      }
      const whole = this.#received.subarray(0, length);
      this.#received = this.#received.subarray(length);
      return whole;
    });
  }

  /** Waits until the server closes the connection. */
  async refused(timeout = 30_000): Promise<void> {
    await until('the server to close the connection', () => this.closed, timeout);
  }

  close(): void {
    this.#socket.destroy();
  }

  #wholeLength(): number | undefined {
    const [first, second, third, fourth] = this.#received;
    if (first === undefined || second === undefined || third === undefined) return undefined;
    if (first === 3) return fourth === undefined ? undefined : (third << 8) | fourth;
    return second & 0x80 ? ((second & 0x7f) << 8) | third : second;
  }

  #listen(): void {
    this.#socket.on('data', (bytes: Buffer) => {
      if (this.#noted) this.#received = Buffer.concat([this.#received, bytes]);
    });
    this.#socket.on('error', () => {
      this.closed = true;
    });
    this.#socket.on('close', () => {
      this.closed = true;
    });
    // The server has nothing more to say, and so neither has the attacker.
    this.#socket.on('end', () => {
      this.closed = true;
    });
  }
}
