/** The course: the boot begins first; all that is shown loads beside it. */
import { mount } from 'svelte';
import './styles/theme.css';
import { bootContainer } from './container/boot.ts';
import { missingCapabilities } from './container/capabilities.ts';

const missing = missingCapabilities();
if (!missing.length) bootContainer().catch(() => {});

async function show(): Promise<void> {
  const target = document.getElementById('app');
  if (!target) throw new Error('tutorial.html has no element #app');
  if (missing.length) {
    const { default: Unsupported } = await import('./workbench/Unsupported.svelte');
    target.replaceChildren();
    mount(Unsupported, { target, props: { missing } });
    return;
  }
  const { default: Tutorial } = await import('./tutorial/Tutorial.svelte');
  target.replaceChildren();
  mount(Tutorial, { target });
}

void show();
