// Numbers as a reader of the language expects them: a decimal comma and narrow spaces in French, never "NaN".
export type Tongue = 'en' | 'fr';

const MINUS = '−';
const ABSENT = '—';

/** `digits` significant ones; scientific where the number is very small or very large. */
export function format_number(value: number | null | undefined, tongue: Tongue, digits = 3): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return ABSENT;
  if (value === 0) return '0';
  const size = Math.abs(value);
  let text: string;
  if (size < 1e-4 || size >= 1e7) {
    const [mantissa, exponent] = size.toExponential(Math.max(0, Math.min(digits, 3) - 1)).split('e') as [string, string];
    text = `${Number(mantissa)}e${Number(exponent)}`;
  } else {
    const places = Math.max(0, Math.min(12, digits - 1 - Math.floor(Math.log10(size))));
    text = trimmed(size.toFixed(places));
  }
  return (value < 0 ? MINUS : '') + in_tongue(text, tongue);
}

/** With a set number of places, for columns and axes. */
export function format_fixed(value: number | null | undefined, tongue: Tongue, places: number): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return ABSENT;
  const text = in_tongue(Math.abs(value).toFixed(places), tongue);
  return value < 0 && Number(value.toFixed(places)) !== 0 ? MINUS + text : text;
}

export function format_percent(share: number | null | undefined, tongue: Tongue, places = 0): string {
  if (share === null || share === undefined || !Number.isFinite(share)) return ABSENT;
  return `${format_fixed(100 * share, tongue, places)}${tongue === 'fr' ? '\u202f' : '\u00a0'}%`;
}

export function format_count(value: number, tongue: Tongue): string {
  return Number.isFinite(value) ? in_tongue(String(Math.round(value)), tongue) : ABSENT;
}

/** What a reader typed, with a comma or a dot; null where it is no number. "20,000" is twenty thousand on an English page. */
export function parse_number(text: string, tongue: Tongue = 'fr'): number | null {
  const tight = text.trim().replace(/[\s\u00a0\u202f]/g, '').replace(MINUS, '-');
  const plain = tongue === 'en' && /^[+-]?[1-9]\d{0,2}(,\d{3})+(\.\d*)?$/.test(tight) ? tight.replace(/,/g, '') : tight.replace(',', '.');
  if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(plain)) return null;
  const value = Number(plain);
  return Number.isFinite(value) ? value : null;
}

function trimmed(text: string): string {
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text;
}

function in_tongue(text: string, tongue: Tongue): string {
  const [whole = '', rest] = text.split('.');
  const [plain = '', exponent] = whole.split('e');
  const grouped = plain.length > 4 ? plain.replace(/\B(?=(\d{3})+$)/g, tongue === 'fr' ? '\u202f' : ',') : plain;
  const head = exponent === undefined ? grouped : `${grouped}e${exponent}`;
  return rest === undefined ? head : head + (tongue === 'fr' ? ',' : '.') + rest;
}
