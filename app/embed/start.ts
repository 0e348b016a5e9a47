/** The embed once it is asked to run. */
import { mount } from 'svelte';
import { bootContainer } from '../container/boot.ts';
import Embed from './Embed.svelte';
import type { EmbedParameters } from './parameters.ts';

export function startEmbed(target: HTMLElement, parameters: EmbedParameters): void {
  // Its failure is shown by the embed, which asks for the same boot.
  bootContainer().catch(() => {});
  mount(Embed, { target, props: { parameters } });
}
