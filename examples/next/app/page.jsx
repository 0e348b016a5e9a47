import { Counter } from './counter.jsx';

// Rendered on the server alone.
export default function Page() {
  return (
    <main>
      <h1>Hello Next.js</h1>
      <p>Rendered by Node.js {process.version}; the counter is taken over by the page.</p>
      <Counter />
    </main>
  );
}
