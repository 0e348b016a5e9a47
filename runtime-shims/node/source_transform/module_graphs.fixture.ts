/** Small module graphs. Each `main.mjs` pushes to `globalThis.log`; the result must be what native node logs. */
export const moduleGraphs: Record<string, Record<string, string>> = {
  'live bindings': {
    'main.mjs': `import { count, increment } from './a.mjs';
      log.push(count); increment(); log.push(count); log.push([count].map((count) => count + 1)[0]);
      try { count = 5 } catch (e) { log.push(e.message) }
      try { count++ } catch (e) { log.push(e.message) }`,
    'a.mjs': 'export let count = 1; export function increment() { count++ }',
  },
  'shadowing and shorthand': {
    'main.mjs': `import { value, change } from './a.mjs';
      const f = (value) => value, g = function value() { return typeof value }, h = () => { var value = 3; return value };
      class C { value = value; static value = 2; ['x' + value]() { return value } }
      function k() { return value; { function value() {} } }
      function m() { { let value = 9; } return value }
      log.push(f(1), g(), h(), new C().value, C.value, Object.keys({ value }), { value }, typeof k(), m());
      for (let value = 0; value < 1; value++) log.push(value);
      for (const value of [7]) log.push(value);
      try { throw 4 } catch (value) { log.push(value) }
      value: for (;;) { break value }
      const { a = value } = {}; const [b = value] = []; log.push(a, b, \`\${value}\`, ((value2 = value) => value2)());
      change();
      log.push({ value }.value, value?.length, typeof value, new C()['xfirst'](), -value);
      switch (1) { case 1: let value = 11; log.push(value) }
      log.push(value)
      let o = { value() { return 1 }, get x() { return value }, value2: value }; log.push(o.value(), o.x, o.value2);`,
    'a.mjs': `export let value = 'first'; export const change = () => { value = 'changed' };`,
  },
  'this of calls and statements without semicolons': {
    'main.mjs': `import { f, tag, swap, C, list } from './a.mjs'
      import * as ns from './a.mjs'
      swap()
      const x = 1
      f()
      if (x) f()
      else f()
      do f(); while (false)
      tag\`a\${x}b\`
      label: f()
      log.push(new C(2).v, new ns.C(3).v, ns.list[0], ns['list'].length, f?.(), ns.f === f, ns.missing)
      const y = f
      ;(0, y)()
      const z = () => f()
      z()
      export { x }
      ;[1].forEach(() => f())`,
    'a.mjs': `let f = function () { log.push('f ' + (this === undefined)) }; const one = f;
      export function swap() { f = function () { log.push('g ' + (this === undefined)) } }
      export let tag = function (s, v) { log.push(s.join('|'), v, this === undefined) }; tag = tag;
      export { f }; export let C = class { constructor(v) { this.v = v } }; C = C; export let list = [1]; list = list;`,
  },
  'namespace objects': {
    'main.mjs': `import * as ns from './a.mjs'; import * as self from './main.mjs';
      export const own = 1;
      log.push(Object.keys(ns), Object.prototype.toString.call(ns), Object.getPrototypeOf(ns), Reflect.ownKeys(ns).length);
      log.push(Object.isSealed(ns), Object.isFrozen(ns) === false, Object.isExtensible(ns), 'b' in ns, 'z' in ns, ns.z);
      log.push(JSON.stringify(Object.getOwnPropertyDescriptor(ns, 'a')), Object.getOwnPropertyDescriptor(ns, 'z'));
      for (const f of [() => { ns.a = 1 }, () => { delete ns.a }, () => { ns.n = 1 }, () => Object.defineProperty(ns, 'a', { value: 3 })]) {
        try { f(); log.push('no error') } catch (e) { log.push(e.name) } }
      log.push(Reflect.set(ns, 'a', 1), Reflect.deleteProperty(ns, 'zz'), Reflect.defineProperty(ns, 'a', { value: 2, enumerable: true, writable: true }));
      log.push(Object.keys({ ...ns }), self.own, ns.self === ns, JSON.stringify(ns.sub), Object.keys(self));`,
    'a.mjs': `export let b = 1, a = 2; export default 3; export * as sub from './b.mjs'; import * as self from './a.mjs'; export { self };`,
    'b.mjs': 'export const q = 1',
  },
  cycles: {
    'main.mjs': `import { even } from './even.mjs'; import './tdz.mjs'; log.push(even(10), even(7)); export const late = 1; export function early() { return 'hoisted' }
      export let mutable = 1; mutable = 2;`,
    'even.mjs': `import { odd } from './odd.mjs'; export function even(n) { return n === 0 || odd(n - 1) }; log.push('even')`,
    'odd.mjs': `import { even } from './even.mjs'; export function odd(n) { return n !== 0 && even(n - 1) }; log.push('odd', typeof even)`,
    'tdz.mjs': `import { late, early, mutable } from './main.mjs'; import * as main from './main.mjs'; log.push(early());
      try { late } catch (e) { log.push(e.name, e.message) }
      try { typeof mutable } catch (e) { log.push(e.message) }
      try { main.late } catch (e) { log.push(e.message) }
      try { Object.keys(main) } catch (e) { log.push(e.message) }`,
  },
  defaults: {
    'main.mjs': `import a from './a.mjs'; import b from './b.mjs'; import c from './c.mjs'; import d, { default as e } from './d.mjs'; import f from './f.mjs'; import g from './g.mjs'; import h from './h.mjs'; import i from './i.mjs';
      log.push(a.name, a(), b.name, c.name, d, e, new f().x, f.name, g.name, g(), h.name, typeof i, i.name);`,
    'a.mjs': `export default function () { return helper() }
      function helper() { return 'helped' }`,
    'b.mjs': 'export default class { }',
    'c.mjs': 'export default () => 1\n;[1].length',
    'd.mjs': 'export default (1, 2)',
    'f.mjs': 'export default class Foo { x = 1 }\nlog.push(typeof Foo)',
    'g.mjs': 'export default async function named() { return 1 } log.push(named.name)',
    'h.mjs': 'export default (function () {}) // comment',
    'i.mjs': 'export\ndefault\nfunction * () { }',
  },
  're-exports': {
    'main.mjs': `import { x, renamed, 'string name' as s, y } from './a.mjs'; import * as a from './a.mjs'; import d from './a.mjs';
      log.push(x, renamed, s, y, Object.keys(a), d)`,
    'a.mjs': `export * from './b.mjs'; export * from './c.mjs'; export { x as renamed, y as 'string name', default } from './b.mjs'; import { z } from './c.mjs'; export { z };`,
    'b.mjs': `export const x = 'bx', y = 'by', both = 1; export default 'bd'`,
    'c.mjs': `export const z = 'cz', both = 2; export { x } from './b.mjs'`,
  },
  'missing export': {
    'main.mjs': `try { await import('./bad.mjs') } catch (e) { log.push(e.name, e.message) }
      try { await import('./bad2.mjs') } catch (e) { log.push(e.name, e.message) }
      try { await import('./bad3.mjs') } catch (e) { log.push(e.name, e.message) }`,
    'bad.mjs': `import { nope } from './a.mjs'`,
    'bad2.mjs': `export { nope as y } from './a.mjs'`,
    'bad3.mjs': `import { s } from './star.mjs'`,
    'star.mjs': `export * from './a.mjs'; export * from './c.mjs'`,
    'a.mjs': 'export const s = 1; log.push("not evaluated")',
    'c.mjs': 'export const s = 2',
  },
  'errors are cached': {
    'main.mjs': `for (let i = 0; i < 2; i++) try { await import('./a.mjs') } catch (e) { log.push(e.message) }
      try { await import('./b.mjs') } catch (e) { log.push(e.message) }`,
    'a.mjs': 'log.push("once"); throw new Error("boom")',
    'b.mjs': 'import "./a.mjs"; log.push("never")',
  },
  'top-level await order': {
    'main.mjs': `import './a.mjs'; import './b.mjs'; import { v } from './c.mjs'; log.push('main', v);`,
    'a.mjs': `log.push('a1'); await 0; log.push('a2'); await 0; log.push('a3')`,
    'b.mjs': `log.push('b1')`,
    'c.mjs': `import { w } from './d.mjs'; log.push('c'); export const v = w + 1`,
    'd.mjs': `log.push('d1'); export const w = await Promise.resolve(41); log.push('d2'); for await (const x of [1, 2]) log.push(x)`,
  },
  'top-level await in cycles': {
    'main.mjs': `import { a } from './a.mjs'; log.push('main', a());`,
    'a.mjs': `import { b } from './b.mjs'; export function a() { return 'a' + b } log.push('a'); await 0; log.push('a after')`,
    'b.mjs': `import { a } from './a.mjs'; log.push('b', typeof a); export const b = await 1; log.push('b after')`,
  },
  'async rejection reaches all parents': {
    'main.mjs': `const results = await Promise.allSettled([import('./p1.mjs'), import('./p2.mjs'), import('./bad.mjs')]);
      for (const r of results) log.push(r.status, r.reason?.message)`,
    'p1.mjs': `import './bad.mjs'; log.push('never')`,
    'p2.mjs': `import './p1.mjs'; await 0; log.push('never')`,
    'bad.mjs': `await 0; throw new Error('late')`,
  },
  'dynamic import and import.meta': {
    'main.mjs': `const ns = await import('./a.mjs'); log.push(ns.default, ns === await import('./a.mjs'), typeof import.meta.url, import . meta === import.meta);
      log.push(await import(
        './b.mjs').then((m) => m.b)); import('./nothing.mjs').catch((e) => {}); log.push(import.meta.url.split('/').pop())`,
    'a.mjs': 'export default import.meta.url.endsWith("a.mjs")',
    'b.mjs': `#!/usr/bin/env node
export const b = import.meta . url . length > 0`,
  },
  'strictness and this': {
    'main.mjs': `log.push(this === undefined, (function () { return this === undefined })());
      try { undeclared = 1 } catch (e) { log.push(e.name) }
      export var v; log.push(v); v = 3; import { v as again } from './main.mjs'; log.push(again);
      export const { p, q: [r = 5], ...rest } = { p: 1, q: [], s: 2 }; import * as me from './main.mjs'; log.push(me.p, me.r, me.rest);
      export class K { static make() { return new K() } } log.push(K.make() instanceof me.K);
      export function* gen() { yield 1 } export async function af() {} log.push([...me.gen()].length, me.af.name);`,
  },
};
