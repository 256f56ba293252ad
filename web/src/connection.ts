// The line to the server: requests with answers, events, pictures, and coming back after a break.
// A new picture is asked for only after the last one has been painted, so nothing ever queues.
import { PictureError, with_bytes } from './picture';
import type { Problem } from './protocol';

export type LineStatus = 'connecting' | 'open' | 'waiting';

export interface LineEvents<State, Picture> {
  state(state: State): void;
  picture(picture: Picture): void;
  status(status: LineStatus, seconds: number): void;
  broken(error: Error): void;
}

/** Which lab's line it is, and how its pictures are read; the next one is asked for after each that leads on. */
export interface Line<Picture> {
  lab: string | null;
  decode(message: ArrayBuffer): Picture;
  leads_on(picture: Picture): boolean;
  /** The request that a picture answers by itself, which leads not on. */
  answers?(picture: Picture): number | null;
}

/** What the server refused, as an error that can be thrown. */
export class Refused extends Error {
  constructor(readonly problem: Problem) {
    super(problem.message.en);
  }
}

export const OFFLINE: Problem = {
  code: 'page.offline',
  message: { en: 'The studio’s server does not answer.', fr: 'Le serveur du studio ne répond pas.' },
  hint: {
    en: 'Is “percept studio” still running? The page goes on by itself as soon as it is.',
    fr: '« percept studio » tourne-t-il encore ? La page reprend d’elle-même dès qu’il répond.',
  },
  where: '',
};

const SHORTEST_WAIT = 0.5;
const LONGEST_WAIT = 15;
const MOST_PAINTS = 600;
const UNHURRIED = 100; // milliseconds between two pictures that give way

/** Seconds to wait before the attempt-th new try. */
export function wait_before(attempt: number): number {
  return Math.min(LONGEST_WAIT, SHORTEST_WAIT * 2 ** attempt);
}

declare global {
  interface Window {
    __perceptPaint?: number[];
    __perceptLag?: number[];
  }
}

/** A name that no other tab has. */
function freshSession(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(9));
  return btoa(String.fromCharCode(...bytes)).replace(/\+/g, '-').replace(/\//g, '_');
}

export class Connection<State extends { session: string }, Picture, Request extends object, Answer extends object, Upload extends object = never> {
  private socket: WebSocket | null = null;
  private next_id = 1;
  private waiting = new Map<number, { resolve(answer: Answer): void; reject(error: Error): void }>();
  private attempt = 0;
  private closed = false;
  private session: string;
  private timer = 0;
  private asked = false; // for the next picture
  private unhurried = false; // pictures wait, as something else matters more
  private last = 0; // when a picture came
  private later = 0;
  private paints: number[] = [];

  constructor(private readonly events: LineEvents<State, Picture>, session: string | null, private readonly line: Line<Picture>) {
    this.session = session ?? freshSession();
    window.__perceptPaint = this.paints;
    this.open();
  }

  close(): void {
    this.closed = true;
    window.clearTimeout(this.timer);
    this.socket?.close();
  }

  /** Tries again at once instead of waiting. */
  hurry(): void {
    if (this.socket !== null) return;
    window.clearTimeout(this.timer);
    this.open();
  }

  ask(request: Request): Promise<Answer & { problem?: never }> {
    return this.put((id) => JSON.stringify({ id, ...request }));
  }

  /** The head of a binary message, and what stands behind it. */
  send(request: Upload, bytes: Uint8Array): Promise<Answer & { problem?: never }> {
    return this.put((id) => with_bytes({ id, ...request }, bytes));
  }

  private put(message: (id: number) => string | ArrayBuffer): Promise<Answer & { problem?: never }> {
    const socket = this.socket;
    if (socket === null || socket.readyState !== WebSocket.OPEN) return Promise.reject(new Refused(OFFLINE));
    const id = this.next_id++;
    return new Promise((resolve, reject) => {
      this.waiting.set(id, { resolve: (answer) => resolve(answer as Answer & { problem?: never }), reject });
      socket.send(message(id));
    });
  }

  private open(): void {
    const address = new URL('/ws', location.href);
    address.protocol = address.protocol === 'https:' ? 'wss:' : 'ws:';
    address.hash = '';
    address.search = `?session=${encodeURIComponent(this.session)}${this.line.lab === null ? '' : `&lab=${this.line.lab}`}`;
    this.events.status('connecting', 0);
    const socket = new WebSocket(address);
    socket.binaryType = 'arraybuffer';
    this.socket = socket;
    socket.onopen = () => {
      this.attempt = 0;
      this.asked = false;
      this.events.status('open', 0);
      this.ask_next();
    };
    socket.onmessage = (message: MessageEvent<string | ArrayBuffer>) => this.received(message.data);
    socket.onclose = () => this.lost();
  }

  private lost(): void {
    this.socket = null;
    for (const { reject } of this.waiting.values()) reject(new Refused(OFFLINE));
    this.waiting.clear();
    if (this.closed) return;
    const seconds = wait_before(this.attempt++);
    this.events.status('waiting', seconds);
    this.timer = window.setTimeout(() => this.open(), seconds * 1000);
  }

  private received(data: string | ArrayBuffer): void {
    try {
      if (typeof data === 'string') this.text(data);
      else this.binary(data);
    } catch (error) {
      this.events.broken(error instanceof Error ? error : new Error(String(error)));
      if (error instanceof PictureError) {
        this.asked = false;
        requestAnimationFrame(() => this.ask_next());
      }
    }
  }

  private text(data: string): void {
    const message: unknown = JSON.parse(data);
    if (typeof message !== 'object' || message === null) throw new Error('a message is no object');
    if ('event' in message) {
      if (message.event !== 'state') return;
      const state = message as unknown as State;
      this.session = state.session;
      this.events.state(state);
    } else if ('reply' in message && typeof message.reply === 'number') {
      if (!('problem' in message && message.problem)) return this.resolve(message.reply, message as unknown as Answer);
      this.waiting.get(message.reply)?.reject(new Refused(message.problem as Problem));
      this.waiting.delete(message.reply);
    }
  }
  private resolve(id: number, answer: Answer): void {
    this.waiting.get(id)?.resolve(answer);
    this.waiting.delete(id);
  }

  private binary(data: ArrayBuffer): void {
    const received = performance.now();
    const picture = this.line.decode(data);
    this.events.picture(picture);
    const answered = this.line.answers?.(picture) ?? null;
    if (answered !== null) this.resolve(answered, { reply: answered } as unknown as Answer);
    if (!this.line.leads_on(picture)) return;
    this.last = received;
    if (this.paints.length % 100 === 0) {
      performance.clearMarks('picture-received');
      performance.clearMarks('picture-painted');
    }
    performance.mark('picture-received', { startTime: received });
    requestAnimationFrame(() => {
      performance.mark('picture-painted');
      this.paints.push(performance.now() - received);
      if (this.paints.length > MOST_PAINTS) this.paints.shift();
      this.asked = false;
      // A task of its own, so that the browser shows this picture before it hears of the next.
      window.setTimeout(() => this.ask_next(), 0);
    });
  }

  /** While the reader does what is to be answered at once, pictures come ten times a second only, the first after as long. */
  give_way(on: boolean): void {
    this.unhurried = on;
    this.last = performance.now();
    if (!on) this.ask_next();
  }

  private ask_next(): void {
    if (this.asked || this.socket?.readyState !== WebSocket.OPEN) return;
    window.clearTimeout(this.later);
    const wait = this.unhurried ? this.last + UNHURRIED - performance.now() : 0;
    if (wait > 0) return void (this.later = window.setTimeout(() => this.ask_next(), wait));
    this.asked = true;
    this.socket.send(JSON.stringify({ id: this.next_id++, ask: 'next' })); // answered by the picture alone
  }
}
