// Runs on the server alone.
export const load = () => ({ name: 'SvelteKit', node: process.version });
