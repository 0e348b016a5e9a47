/** Node's BufferEncodings between bytes and strings, for the programming interface's `readFile` and `writeFile`. */

function binary(bytes: Uint8Array): string {
  const step = 0x2000;
  let text = '';
  for (let i = 0; i < bytes.length; i += step) text += String.fromCharCode(...bytes.subarray(i, i + step));
  return text;
}

/** UTF-16LE with lone surrogates kept, which TextDecoder would replace. */
function codeUnits(bytes: Uint8Array): string {
  let text = '';
  for (let i = 0; i + 1 < bytes.length; i += 2)
    text += String.fromCharCode((bytes[i] ?? 0) | ((bytes[i + 1] ?? 0) << 8));
  return text;
}

function fromBinary(text: string): Uint8Array<ArrayBuffer> {
  // By code units: iterating a string would take surrogate pairs together.
  return Uint8Array.from({ length: text.length }, (_, index) => text.charCodeAt(index));
}

function unknown(encoding: string): never {
  throw Object.assign(new TypeError(`The argument 'encoding' is invalid encoding. Received '${encoding}'`), {
    code: 'ERR_INVALID_ARG_VALUE',
  });
}

export function decode(bytes: Uint8Array<ArrayBuffer>, encoding: string): string {
  switch (encoding.toLowerCase()) {
    case 'utf8':
    case 'utf-8':
      return new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
    case 'utf16le':
    case 'utf-16le':
    case 'ucs2':
    case 'ucs-2':
      return codeUnits(bytes);
    case 'latin1':
    case 'binary':
      return binary(bytes);
    case 'ascii':
      return binary(bytes.map((byte) => byte & 0x7f));
    case 'hex':
      return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
    case 'base64':
      return btoa(binary(bytes));
    case 'base64url':
      return btoa(binary(bytes)).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');
    default:
      return unknown(encoding);
  }
}

export function encode(text: string, encoding: string): Uint8Array<ArrayBuffer> {
  switch (encoding.toLowerCase()) {
    case 'utf8':
    case 'utf-8':
      return new TextEncoder().encode(text);
    case 'utf16le':
    case 'utf-16le':
    case 'ucs2':
    case 'ucs-2': {
      const bytes = new Uint8Array(text.length * 2);
      for (let i = 0; i < text.length; i++) {
        bytes[2 * i] = text.charCodeAt(i) & 0xff;
        bytes[2 * i + 1] = text.charCodeAt(i) >> 8;
      }
      return bytes;
    }
    case 'latin1':
    case 'binary':
    case 'ascii':
      return fromBinary(text);
    case 'hex': {
      // Node stops at the first pair that is not hexadecimal.
      const pairs = /^(?:[0-9a-f]{2})*/i.exec(text)?.[0].match(/../g) ?? [];
      return Uint8Array.from(pairs, (pair) => Number.parseInt(pair, 16));
    }
    case 'base64':
    case 'base64url': {
      const plain = text
        .replace(/-/g, '+')
        .replace(/_/g, '/')
        .replace(/[^A-Za-z0-9+/]/g, '');
      return fromBinary(atob(plain.length % 4 === 1 ? plain.slice(0, -1) : plain));
    }
    default:
      return unknown(encoding);
  }
}
