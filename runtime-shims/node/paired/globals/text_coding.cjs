// TextEncoder and TextDecoder: pieces, byte order marks, errors, shared memory and views of every kind.
const show = (label, action) => {
  try {
    console.log(label, action());
  } catch ({ name, code, message }) {
    console.log(label, name, code, message);
  }
};
const bytes = new TextEncoder().encode('\ufeffgrüße 🌿\ud800');
console.log(bytes);
for (const options of [{}, { fatal: true }, { ignoreBOM: true }, { fatal: true, ignoreBOM: true }]) {
  const decoder = new TextDecoder('utf-8', options);
  show(JSON.stringify(options), () => JSON.stringify(decoder.decode(bytes)));
  show('ill-formed', () => JSON.stringify(decoder.decode(new Uint8Array([0x61, 0xff, 0xe2, 0x82, 0x62]))));
  const pieces = [];
  show('pieces', () => {
    for (let i = 0; i < bytes.length; i += 3) pieces.push(decoder.decode(bytes.subarray(i, i + 3), { stream: true }));
    pieces.push(decoder.decode());
    return JSON.stringify(pieces);
  });
  show('cut short', () =>
    JSON.stringify([decoder.decode(new Uint8Array([0xf0, 0x9f]), { stream: true }), decoder.decode()]),
  );
}
const shared = new Uint8Array(new SharedArrayBuffer(8));
shared.set(new TextEncoder().encode('sharedé').subarray(0, 8));
show('shared', () => new TextDecoder().decode(shared));
show('buffer', () => new TextDecoder().decode(new Uint8Array([97, 98, 99]).buffer));
show('view', () => new TextDecoder('utf-16le').decode(new DataView(new Uint8Array([0, 97, 0, 98, 0]).buffer, 1, 4)));
for (const label of ['utf8', 'UTF-16', 'latin1', 'ascii', 'windows-1252', 'utf-16be', 'shift_jis', 'none']) {
  show(label, () => new TextDecoder(label).encoding);
}
for (const wrong of [1, 'text', null, {}, []]) show(JSON.stringify(wrong), () => new TextDecoder().decode(wrong));
const room = new Uint8Array(8);
for (const text of ['abc', 'grüße!', '🌿🌿🌿', '\ud800x', 'x'.repeat(20)]) {
  console.log(JSON.stringify(text), new TextEncoder().encodeInto(text, room), room.join(' '));
}
