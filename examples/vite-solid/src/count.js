import { createSignal } from 'solid-js';

// In a module of its own, so that it outlives the component when that is changed.
export const [count, setCount] = createSignal(0);
