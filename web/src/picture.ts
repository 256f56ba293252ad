// Reads a picture as protocol.ts lays it out: [u32 bytes of the head][head as JSON][blobs], everything checked before use.
// The numbers are views into the message: nothing is copied.
import type { Blob, Picture } from './protocol';

export interface Field {
  shape: number[];
  scale: number;
  data: Int8Array | Uint8Array | Float32Array;
}

export interface DecodedPicture<Head = Picture> {
  head: Head;
  fields: Map<string, Field>;
}

export class PictureError extends Error {}

const BYTES = { i8: 1, u8: 1, f32: 4 } as const;
const MOST_BLOBS = 256;
const MOST_NUMBERS = 1 << 26;

export function fail(why: string): never {
  throw new PictureError(`picture: ${why}`);
}

function is_record(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function check_score(value: unknown, name: string): void {
  if (!is_record(value)) fail(`no ${name}`);
  for (const key of ['loss', 'accuracy', 'r2']) {
    const number = value[key];
    if (number !== null && (typeof number !== 'number' || !Number.isFinite(number))) fail(`${name}.${key} is no number`);
  }
}

function check_head(head: Record<string, unknown>): Picture {
  if (head.kind !== 'network' && head.kind !== 'points' && head.kind !== 'warp') fail('of no known kind');
  for (const key of ['step', 'branch', 'epoch', 'lr', 'epochs_per_second', 'first', 'last']) {
    const number = head[key];
    if (typeof number !== 'number' || !Number.isFinite(number)) fail(`${key} is no number`);
  }
  if (typeof head.playing !== 'boolean') fail('playing is neither true nor false');
  check_score(head.train, 'train');
  check_score(head.test, 'test');
  return head as unknown as Picture;
}

function count_of(blob: Blob): number {
  if (!is_record(blob) || typeof blob.name !== 'string' || blob.name === '') fail('a blob has no name');
  if (!Object.hasOwn(BYTES, blob.type)) fail(`${blob.name} is of no known type`);
  if (!Array.isArray(blob.shape) || blob.shape.length === 0 || blob.shape.length > 4) fail(`${blob.name} has no shape`);
  if (typeof blob.scale !== 'number' || !Number.isFinite(blob.scale)) fail(`${blob.name} has no scale`);
  let count = 1;
  for (const side of blob.shape) {
    if (!Number.isInteger(side) || side < 0) fail(`${blob.name} has a side of ${String(side)}`);
    count *= side;
  }
  if (count > MOST_NUMBERS) fail(`${blob.name} is too large`);
  return count;
}

export const decode_picture = (message: ArrayBuffer): DecodedPicture => decode_as(message, check_head);

/** A picture whose head `check` takes for one of its kind. */
export function decode_as<Head extends { blobs: Blob[] }>(message: ArrayBuffer, check: (head: Record<string, unknown>) => Head): DecodedPicture<Head> {
  if (message.byteLength < 4) fail('shorter than its own length');
  const size = new DataView(message).getUint32(0, true);
  if (size % 4 !== 0 || size > message.byteLength - 4) fail(`a head of ${size} bytes in ${message.byteLength}`);
  let parsed: unknown;
  try {
    parsed = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(new Uint8Array(message, 4, size)));
  } catch {
    fail('the head is no JSON');
  }
  if (!is_record(parsed)) fail('the head is no object');
  if (!Array.isArray(parsed.blobs) || parsed.blobs.length > MOST_BLOBS) fail('no list of blobs');
  const head = check(parsed);
  const fields = new Map<string, Field>();
  let at = 4 + size;
  for (const blob of head.blobs) {
    const count = count_of(blob);
    const bytes = count * BYTES[blob.type];
    const padded = Math.ceil(bytes / 4) * 4;
    if (at + padded > message.byteLength) fail(`${blob.name} reaches beyond the end`);
    if (fields.has(blob.name)) fail(`${blob.name} comes twice`);
    const data =
      blob.type === 'i8' ? new Int8Array(message, at, count)
      : blob.type === 'u8' ? new Uint8Array(message, at, count)
      : new Float32Array(message, at, count);
    fields.set(blob.name, { shape: blob.shape, scale: blob.scale, data });
    at += padded;
  }
  if (at !== message.byteLength) fail(`${message.byteLength - at} bytes too many`);
  return { head, fields };
}

/** A message of the page: a request and what stands behind it, laid out as a picture is. */
export function with_bytes(head: object, bytes: Uint8Array): ArrayBuffer {
  const text = new TextEncoder().encode(JSON.stringify(head));
  const size = Math.ceil(text.length / 4) * 4;
  const message = new Uint8Array(4 + size + bytes.length);
  new DataView(message.buffer).setUint32(0, size, true);
  message.set(text, 4);
  message.fill(32, 4 + text.length, 4 + size);
  message.set(bytes, 4 + size);
  return message.buffer;
}

/** The other direction, for tests. */
export function encode_picture(head: Omit<Picture, 'blobs'>, blobs: (Blob & { data: Field['data'] })[]): ArrayBuffer {
  const described = { ...head, blobs: blobs.map(({ name, type, shape, scale }) => ({ name, type, shape, scale })) };
  let text = new TextEncoder().encode(JSON.stringify(described));
  const size = Math.ceil(text.length / 4) * 4;
  const total = blobs.reduce((sum, blob) => sum + Math.ceil(blob.data.byteLength / 4) * 4, 4 + size);
  const message = new ArrayBuffer(total);
  const bytes = new Uint8Array(message);
  new DataView(message).setUint32(0, size, true);
  bytes.fill(32, 4, 4 + size);
  bytes.set(text, 4);
  let at = 4 + size;
  for (const blob of blobs) {
    bytes.set(new Uint8Array(blob.data.buffer, blob.data.byteOffset, blob.data.byteLength), at);
    at += Math.ceil(blob.data.byteLength / 4) * 4;
  }
  return message;
}
