import { describe, expect, it } from 'vitest';
import { decode_picture, encode_picture, PictureError } from '../src/picture';
import type { Picture } from '../src/protocol';

const HEAD: Omit<Picture, 'blobs'> = {
  kind: 'network', step: 3, branch: 0, epoch: 0.5, playing: true, lr: 0.03, epochs_per_second: 10, stopped: null, looked: null, mistakes: null, first: 0, last: 3,
  train: { loss: 0.1, accuracy: null, r2: 0.5 }, test: { loss: null, accuracy: null, r2: null },
};
const blobs = () => [
  { name: 'output', type: 'i8' as const, shape: [1, 3], scale: 2, data: Int8Array.of(-127, 0, 127) },
  { name: 'bias.1', type: 'f32' as const, shape: [2], scale: 1, data: Float32Array.of(0.5, -1) },
];

/** The same picture with another head. */
function with_head(change: (head: Record<string, unknown>) => void): ArrayBuffer {
  const whole = encode_picture(HEAD, blobs());
  const size = new DataView(whole).getUint32(0, true);
  const head = JSON.parse(new TextDecoder().decode(new Uint8Array(whole, 4, size))) as Record<string, unknown>;
  change(head);
  const text = new TextEncoder().encode(JSON.stringify(head));
  const padded = Math.ceil(text.length / 4) * 4;
  const bytes = new Uint8Array(4 + padded + whole.byteLength - 4 - size);
  new DataView(bytes.buffer).setUint32(0, padded, true);
  bytes.fill(32, 4, 4 + padded);
  bytes.set(text, 4);
  bytes.set(new Uint8Array(whole, 4 + size), 4 + padded);
  return bytes.buffer;
}

describe('a picture', () => {
  it('comes out as it went in', () => {
    const { head, fields } = decode_picture(encode_picture(HEAD, blobs()));
    expect(head.step).toBe(3);
    expect(head.test.loss).toBeNull();
    expect([...(fields.get('output')?.data ?? [])]).toEqual([-127, 0, 127]);
    expect(fields.get('output')?.scale).toBe(2);
    expect([...(fields.get('bias.1')?.data ?? [])]).toEqual([0.5, -1]);
  });
  it('keeps blobs of no numbers', () => {
    const empty = { name: 'history', type: 'f32' as const, shape: [0, 5], scale: 1, data: new Float32Array(0) };
    expect(decode_picture(encode_picture(HEAD, [empty])).fields.get('history')?.data.length).toBe(0);
  });
  it('cut short anywhere is refused', () => {
    const whole = encode_picture(HEAD, blobs());
    for (let length = 0; length < whole.byteLength; ++length) expect(() => decode_picture(whole.slice(0, length))).toThrow(PictureError);
  });
  it('with bytes too many is refused', () => {
    const longer = new Uint8Array(encode_picture(HEAD, blobs()).byteLength + 4);
    longer.set(new Uint8Array(encode_picture(HEAD, blobs())));
    expect(() => decode_picture(longer.buffer)).toThrow('too many');
  });
  it.each<[string, (head: Record<string, unknown>) => void]>([
    ['an unknown kind', (head) => (head['kind'] = 'film')],
    ['a step that is no number', (head) => (head['step'] = '3')],
    ['a score that is no number', (head) => (head['train'] = { loss: 'NaN', accuracy: null, r2: null })],
    ['a score that is missing', (head) => delete head['test']],
    ['no blobs', (head) => (head['blobs'] = null)],
    ['a side below 0', (head) => ((head['blobs'] as { shape: number[] }[])[0]!.shape = [-1, 3])],
    ['a side of a part', (head) => ((head['blobs'] as { shape: number[] }[])[0]!.shape = [1.5, 2])],
    ['a huge shape', (head) => ((head['blobs'] as { shape: number[] }[])[0]!.shape = [1e9, 1e9])],
    ['an unknown type', (head) => ((head['blobs'] as { type: string }[])[0]!.type = 'f64')],
    ['a type of the prototype', (head) => ((head['blobs'] as { type: string }[])[0]!.type = 'constructor')],
    ['two of one name', (head) => ((head['blobs'] as { name: string }[])[1]!.name = 'output')],
    ['no scale', (head) => delete (head['blobs'] as { scale?: number }[])[0]!.scale],
  ])('with %s is refused', (_, change) => {
    expect(() => decode_picture(with_head(change))).toThrow(PictureError);
  });
  it('of random bytes is refused, never more', () => {
    let seed = 1;
    for (let i = 0; i < 500; ++i) {
      const bytes = Uint8Array.from({ length: i % 64 }, () => (seed = (seed * 48271) % 2147483647) & 255);
      expect(() => decode_picture(bytes.buffer)).toThrow(PictureError);
    }
  });
});
