/** The boot begins first; all that is shown loads beside it. */
import { mount } from 'svelte';
import './styles/theme.css';
import { bootContainer } from './container/boot.ts';
import { missingCapabilities } from './container/capabilities.ts';

const missing = missingCapabilities();
// Its failure is shown by the workbench, which asks for the same boot.
if (!missing.length) bootContainer().catch(() => {});

async function show(): Promise<void> {
  const target = document.getElementById('app');
  if (!target) throw new Error('index.html has no element #app to mount the playground in');
  if (missing.length) {
    const { default: Unsupported } = await import('./workbench/Unsupported.svelte');
    target.replaceChildren();
    mount(Unsupported, { target, props: { missing } });
    return;
  }
  const { default: Workbench } = await import('./workbench/Workbench.svelte');
  target.replaceChildren();
  mount(Workbench, { target });
}

void show();
