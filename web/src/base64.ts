// Bytes as text, for messages and links.

/** RFC 4648, section 4. In parts: a function takes only so many arguments. */
export function to_base64(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 0x8000) text += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  return btoa(text);
}
