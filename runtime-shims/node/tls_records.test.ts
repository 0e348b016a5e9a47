import { describe, expect, it } from 'vitest';
import { Random } from '../kernel/random.fixture.ts';
import {
  ALERT,
  APPLICATION_DATA,
  HANDSHAKE,
  jsonRecord,
  MAX_RECORD,
  parseJsonRecord,
  RecordReader,
  RecordSyntaxError,
  recordsOf,
} from './tls_records.ts';

function joined(pieces: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(pieces.flatMap((piece) => [...piece]));
}

describe('records', () => {
  it('come out as they went in, however the bytes are cut', () => {
    const random = new Random(1);
    const data = Uint8Array.from({ length: MAX_RECORD + 7 }, () => random.below(256));
    const sent = joined([jsonRecord(HANDSHAKE, { alpn: 'http/1.1' }), ...recordsOf(APPLICATION_DATA, data)]);
    for (let round = 0; round < 6; round++) {
      const reader = new RecordReader();
      const records = [];
      for (let at = 0; at < sent.length; ) {
        const size = 1 + random.below(round === 0 ? 99 : 9000);
        records.push(...reader.push(sent.slice(at, at + size)));
        at += size;
      }
      expect(records.map(({ type }) => type)).toEqual([HANDSHAKE, APPLICATION_DATA, APPLICATION_DATA]);
      expect(parseJsonRecord(records[0]!.content)).toEqual({ alpn: 'http/1.1' });
      expect(joined(records.slice(1).map(({ content }) => content))).toEqual(data);
    }
  });

  it('of another protocol are refused', () => {
    expect(() => new RecordReader().push(new TextEncoder().encode('HTTP/1.1 400'))).toThrow('wrong version number');
    expect(() => new RecordReader().push(Uint8Array.of(APPLICATION_DATA, 3, 3, 255, 255))).toThrow('too long');
    // The first byte of a real ClientHello.
    expect(() => parseJsonRecord(Uint8Array.of(1, 0, 1, 252))).toThrow(RecordSyntaxError);
    expect(() => jsonRecord(ALERT, { message: 'x'.repeat(MAX_RECORD) })).toThrow(RangeError);
  });
});
