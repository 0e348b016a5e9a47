// Ciphers against the vectors that the standards themselves publish, there and back.
const crypto = require('node:crypto');
const { bytes, check, counting } = require('./shared/standard.cjs');

function both(source, name, key, iv, text, published, { aad, tag } = {}) {
  const options = tag && { authTagLength: tag.length / 2 };
  const cipher = crypto.createCipheriv(name, key, iv, options);
  const decipher = crypto.createDecipheriv(name, key, iv, options);
  if (aad) {
    cipher.setAAD(aad, { plaintextLength: text.length });
    decipher.setAAD(aad, { plaintextLength: text.length });
  }
  if (!tag && !name.includes('wrap')) {
    cipher.setAutoPadding(false);
    decipher.setAutoPadding(false);
  }
  check(source, Buffer.concat([cipher.update(text), cipher.final()]), published);
  if (tag) {
    check(`${source}: tag`, cipher.getAuthTag(), tag);
    decipher.setAuthTag(bytes(tag));
  }
  check(`${source}: back`, Buffer.concat([decipher.update(bytes(published)), decipher.final()]), text.toString('hex'));
}

const keys = {
  128: bytes('2b7e151628aed2a6abf7158809cf4f3c'),
  192: bytes('8e73b0f7da0e6452c810f32b809079e562f8ead2522c6b7b'),
  256: bytes('603deb1015ca71be2b73aef0857d77811f352c073b6108d72d9810a30914dff4'),
};
const block = bytes('6bc1bee22e409f96e93d7e117393172a');
const modes = {
  'aes-128-ecb': '3ad77bb40d7a3660a89ecaf32466ef97',
  'aes-192-ecb': 'bd334f1d6e45f25ff712a214571fa5cc',
  'aes-256-ecb': 'f3eed1bdb5d2a03c064b5a7e3db181f8',
  'aes-128-cbc': '7649abac8119b246cee98e9b12e9197d',
  'aes-192-cbc': '4f021db243bc633d7178183a9fa071e8',
  'aes-256-cbc': 'f58c4c04d6e5f1ba779eabfb5f7bfbd6',
  'aes-128-ofb': '3b3fd92eb72dad20333449f8e83cfb4a',
  'aes-128-cfb': '3b3fd92eb72dad20333449f8e83cfb4a',
  'aes-128-ctr': '874d6191b620e3261bef6864990db6ce',
  'aes-192-ctr': '1abc932417521ca24f2b0459fe7e6e0b',
  'aes-256-ctr': '601ec313775789a5b7a7f504bbf3d228',
};
for (const [name, published] of Object.entries(modes)) {
  const iv = name.endsWith('ecb') ? null : counting(name.endsWith('ctr') ? 0xf0 : 0, 16);
  both(`SP 800-38A ${name}`, name, keys[name.split('-')[1]], iv, block, published);
}

both(
  'SP 800-38C aes-128-ccm, example 1',
  'aes-128-ccm',
  counting(0x40, 16),
  counting(0x10, 7),
  counting(0x20, 4),
  '7162015b',
  { aad: counting(0, 8), tag: '4dac255d' },
);
both(
  'SP 800-38D aes-128-gcm, test case 4',
  'aes-128-gcm',
  bytes('feffe9928665731c6d6a8f9467308308'),
  bytes('cafebabefacedbaddecaf888'),
  bytes(
    'd9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39',
  ),
  '42831ec2217774244b7221b784d0d49ce3aa212f2c02a4e035c17e2329aca12e21d514b25466931c7d8f6a5aac84aa051ba30b396a0aac973d58e091',
  { aad: bytes('feedfacedeadbeeffeedfacedeadbeefabaddad2'), tag: '5bc94fbc3221a5db94fae95ae7121a47' },
);
both(
  'RFC 7253 aes-128-ocb',
  'aes-128-ocb',
  counting(0, 16),
  bytes('bbaa99887766554433221101'),
  counting(0, 8),
  '6820b3657b6f615a',
  { aad: counting(0, 8), tag: '5725bda0d3b4eb3a257c9af1f8f03009' },
);
const wrapped = bytes('00112233445566778899aabbccddeeff');
const initial = Buffer.alloc(8, 0xa6);
both(
  'RFC 3394 aes-128-wrap',
  'aes128-wrap',
  counting(0, 16),
  initial,
  wrapped,
  '1fa68b0a8112b447aef34bd8fb5a7b829d3e862371d2cfe5',
);
both(
  'RFC 3394 aes-256-wrap',
  'aes256-wrap',
  counting(0, 32),
  initial,
  wrapped,
  '64e8c3f9ce0f5ba263e9777905818a2a93c8191e7d6e8ae7',
);
both(
  'RFC 5649 aes-192-wrap-pad',
  'id-aes192-wrap-pad',
  bytes('5840df6e29b02af1ab493b705bf16ea1ae8338f4dcc176a8'),
  bytes('a65959a6'),
  bytes('c37b7e6492584340bed12207808941155068f738'),
  '138bdeaa9b8fa7fc61f97742e72248ee5ae6ae5360d1ae6a5f54f373fa543b6a',
);
both(
  'RFC 8439 chacha20-poly1305',
  'chacha20-poly1305',
  counting(0x80, 32),
  bytes('070000004041424344454647'),
  Buffer.from(
    "Ladies and Gentlemen of the class of '99: If I could offer you only one tip for the future, sunscreen would be it.",
  ),
  'd31a8d34648e60db7b86afbc53ef7ec2a4aded51296e08fea9e2b5a736ee62d63dbea45e8ca9671282fafb69da92728b1a71de0a9e060b2905d6a5b67ecd3b3692ddbd7f2d778b8c9803aee328091b58fab324e4fad675945585808b4831d7bc3ff4def08e4b7a9de576d26586cec64b6116',
  { aad: bytes('50515253c0c1c2c3c4c5c6c7'), tag: '1ae10b594f09e26a7e902ecbd0600691' },
);
