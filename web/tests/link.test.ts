import { describe, expect, it } from 'vitest';
import { from_base64url, read_hash, to_base64url, to_hash } from '../src/shell/link';

describe('a link', () => {
  it.each(['{}', '{"a":"é – ∞"}', JSON.stringify({ weights: Array.from({ length: 20000 }, (_, i) => Math.sin(i)) })])('gives back what went in', async (text) => {
    const hash = await to_hash(text);
    expect(hash).toMatch(/^#s=[A-Za-z0-9_-]+$/);
    expect(await read_hash(hash)).toBe(text);
  });
  it('of another kind is none', async () => {
    expect(await read_hash('')).toBeNull();
    expect(await read_hash('#somewhere')).toBeNull();
  });
  it('that is damaged is refused', async () => {
    const hash = await to_hash('{"settings":{"batch":10}}');
    await expect(read_hash(hash.slice(0, -6))).rejects.toThrow();
    await expect(read_hash('#s=!!!')).rejects.toThrow();
  });
  it('carries every byte', () => {
    const bytes = Uint8Array.from({ length: 256 }, (_, i) => i);
    expect(from_base64url(to_base64url(bytes))).toEqual(bytes);
  });
});
