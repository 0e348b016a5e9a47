import { useState } from 'react';

export function loader() {
  return { node: process.version };
}

export default function Home({ loaderData }) {
  const [count, setCount] = useState(0);
  return (
    <main>
      <h1>Hello React Router</h1>
      <p>Rendered by Node.js {loaderData.node}, then taken over by the page.</p>
      <button type="button" onClick={() => setCount(count + 1)}>
        count is {count}
      </button>
    </main>
  );
}
