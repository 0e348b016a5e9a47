/** The embed before anyone asks for more: the code as text and a button. All else loads on the click. */
import './styles/theme.css';
import './embed/poster.css';
import { missingCapabilities } from './container/capabilities.ts';
import { announceHeight, tellHost } from './embed/host_messages.ts';
import { embedParameters } from './embed/parameters.ts';
import { readPoster } from './embed/poster.ts';

const address = new URL(location.href);
const parameters = embedParameters(address.searchParams);
const target = document.getElementById('app');
if (!target) throw new Error('embed.html has no element #app');
if (parameters.theme !== 'auto') document.documentElement.dataset['theme'] = parameters.theme;
document.documentElement.dataset['embed'] = '';

const playground = () => {
  const link = document.createElement('a');
  const example = address.searchParams.get('example');
  link.href = `/${example ? `?example=${encodeURIComponent(example)}` : ''}${address.hash}`;
  link.target = '_blank';
  link.rel = 'noopener';
  link.textContent = 'Open in the playground';
  return link;
};

function line(text: string, ...more: Node[]): HTMLElement {
  const element = document.createElement('p');
  element.append(text, ' ', ...more);
  return element;
}

async function start(): Promise<void> {
  const { startEmbed } = await import('./embed/start.ts');
  target?.replaceChildren();
  startEmbed(target as HTMLElement, parameters);
}

async function showPoster(into: HTMLElement): Promise<void> {
  const missing = missingCapabilities();
  const bar = document.createElement('header');
  const code = document.createElement('pre');
  code.tabIndex = 0;
  code.setAttribute('aria-label', 'The program');
  into.replaceChildren(bar, code);
  if (missing.length) {
    const names = missing.map(({ name }) => name).join(', ');
    bar.append(line(`This browser cannot run the program here (it lacks ${names}).`, playground()));
    tellHost({ type: 'error', message: `the browser lacks ${names}` });
  } else {
    const button = document.createElement('button');
    button.className = 'primary';
    button.type = 'button';
    button.textContent = '▶ Run';
    button.onclick = () => {
      button.disabled = true;
      void start();
    };
    bar.append(button, playground());
  }
  try {
    const poster = await readPoster(address, parameters);
    const title = document.createElement('span');
    title.textContent = `${poster.name} · ${poster.path}`;
    bar.insertBefore(title, bar.lastChild);
    poster.lines.forEach((text, index) => {
      const row = document.createElement('span');
      row.textContent = `${text}\n`;
      if (index + 1 >= parameters.from && index + 1 <= parameters.to) row.className = 'highlighted';
      code.append(row);
    });
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    into.replaceChildren(line(message, playground()));
    tellHost({ type: 'error', message });
  }
}

announceHeight(document.documentElement);
void showPoster(target).then(() => {
  if (parameters.run !== 'load' || missingCapabilities().length) return;
  // At once means when the reader sees it: a page of many embeds starts those in view only.
  new IntersectionObserver((entries, observer) => {
    if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
    observer.disconnect();
    void start();
  }).observe(target);
});
