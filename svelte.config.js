/** Read by svelte-check and editors; Vite's own configuration is vite.config.ts. */
export default {};
