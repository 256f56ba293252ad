// The whole state in a link: the text that `save` gives, deflated, in base64url after "#s=".
// The page adds keys of its own that the server does not read: how it looks at the network, and what a teacher hides or locks.
import { to_base64 } from '../base64';
import { view_of, type View } from '../playground/view';
import { slope_of, type KeptSlope } from '../slope/kept';
import { is_teachers, type TeacherFile } from './teacher';

export interface Extras { view?: View; slope?: KeptSlope; teacher?: TeacherFile }

/** A saved state with the page's own keys. Its text is not read and written anew, so that every number stays as it is. */
export function with_extras(text: string, extras: Extras): string {
  const end = text.lastIndexOf('}');
  return `${text.slice(0, end)}${Object.entries(extras).map(([key, value]) => `,${JSON.stringify(key)}:${JSON.stringify(value)}`).join('')}${text.slice(end)}`;
}

export function extras_of(text: string): { view: Partial<View>; slope: Partial<KeptSlope> | null; teacher: TeacherFile | null } {
  try {
    const { view, slope, teacher } = JSON.parse(text) as Record<string, unknown>;
    return { view: view_of(view), slope: slope_of(slope), teacher: is_teachers(teacher) ? teacher : null };
  } catch {
    return { view: {}, slope: null, teacher: null };
  }
}

const PREFIX = '#s=';
export const LONGEST_LINK = 8 * 1024;

export function to_base64url(bytes: Uint8Array): string {
  return to_base64(bytes).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');
}

export function from_base64url(text: string): Uint8Array<ArrayBuffer> {
  const plain = atob(text.replace(/-/g, '+').replace(/_/g, '/'));
  return Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
}

async function through(bytes: Uint8Array<ArrayBuffer>, by: GenericTransformStream): Promise<Uint8Array> {
  const stream = new Blob([bytes]).stream().pipeThrough(by as ReadableWritablePair<Uint8Array, Uint8Array>);
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

/** "#s=..." of a saved state. */
export async function to_hash(text: string): Promise<string> {
  return PREFIX + to_base64url(await through(new TextEncoder().encode(text), new CompressionStream('deflate')));
}

/** The saved state of a link; null where it has none. Throws where it is damaged. */
export async function read_hash(hash: string): Promise<string | null> {
  if (!hash.startsWith(PREFIX)) return null;
  const bytes = await through(from_base64url(hash.slice(PREFIX.length)), new DecompressionStream('deflate'));
  return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
}

/** The address to share: without the session, which is the sender's own. */
export function address_with(hash: string): string {
  return location.origin + location.pathname + hash;
}
