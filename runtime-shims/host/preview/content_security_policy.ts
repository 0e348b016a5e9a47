/** Letting our script into a page whose Content-Security-Policy does not know of it (CSP level 3). */

/** Directives that say what scripts may be, the most particular first. */
const scriptDirectives = ['script-src-elem', 'script-src', 'default-src'];

interface Directive {
  name: string;
  sources: string[];
}

function parse(policy: string): Directive[] {
  return policy
    .split(';')
    .map((text) => text.trim().split(/\s+/))
    .map(([name = '', ...sources]) => ({ name: name.toLowerCase(), sources }));
}

export interface Admission {
  /** The header's new value. */
  header: string;
  /** The nonce that the script is to carry, if the page uses them. */
  nonce: string | null;
}

/** `header`: a list of policies, all of which hold. `source`: the script's URL, added where no nonce lets it in. */
export function admitScript(header: string, source: string): Admission {
  let nonce: string | null = null;
  const policies = header.split(',').map((policy) => {
    const directives = parse(policy);
    const name = scriptDirectives.find((candidate) => directives.some((directive) => directive.name === candidate));
    const directive = directives.find((candidate) => candidate.name === name);
    if (!directive) return policy;
    const own = directive.sources.map((value) => /^'nonce-(.+)'$/i.exec(value)?.[1]).find((value) => value);
    if (own && (nonce === null || nonce === own)) {
      nonce = own;
      return policy;
    }
    directive.sources = [...directive.sources.filter((value) => value.toLowerCase() !== "'none'"), source];
    return directives.map(({ name, sources }) => [name, ...sources].join(' ')).join('; ');
  });
  return { header: policies.join(','), nonce };
}
